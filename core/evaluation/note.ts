import * as z from 'zod';

const NOTE_CODES = [
  'columns-differ',
  'class-order',
  'reversed-scores',
  'labels-only',
  'holdout',
  'trained-rows',
  'unread-features',
] as const;

/** What whoever reads the numbers should know and cannot see in them. */
export const Note = z.strictObject({
  code: z.enum(NOTE_CODES).describe('closed code'),
  message: z.string().max(500).describe('the same in a sentence'),
});
export type Note = z.infer<typeof Note>;

const WARNINGS: readonly Note['code'][] = ['columns-differ', 'reversed-scores', 'trained-rows'];

/** Whether the numbers may not mean what they seem to. */
export function isWarning({ code }: Note): boolean {
  return WARNINGS.includes(code);
}

/** Names in quotation marks, as many as a sentence takes. */
export function nameColumns(names: readonly string[]): string {
  const shown = names.slice(0, 6).map((name) => JSON.stringify(name.slice(0, 40)));
  return `${shown.join(', ')}${names.length > shown.length ? ` and ${names.length - shown.length} more` : ''}`;
}
