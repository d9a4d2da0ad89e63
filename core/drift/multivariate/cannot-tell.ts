import * as z from 'zod';

/** Why a question about drift has no answer. */
export const Reason = z.enum([
  'too-few-rows',
  'too-few-labels',
  'too-few-in-class',
  'reference-too-small',
  'no-scores',
  'no-varying-column',
  'too-many-columns',
  'column-missing',
  'not-defined',
]);
export type Reason = z.infer<typeof Reason>;

/** An answer that the rows do not give, and why: never a NaN, never a guess. */
export const CannotTell = z.strictObject({
  kind: z.literal('cannot-tell'),
  reason: Reason,
  message: z.string().max(500),
});
export type CannotTell = z.infer<typeof CannotTell>;

export function cannotTell(reason: Reason, message: string): CannotTell {
  return { kind: 'cannot-tell', reason, message: message.slice(0, 500) };
}

/** Rows that a result needs at least, unless the caller says otherwise: below, intervals are wide and their coverage is not known. */
export const LEAST_ROWS = 50;
