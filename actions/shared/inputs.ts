import * as z from 'zod';

/** Inputs arrive as text; '' is "not given" and never reaches these schemas. */
export const text = z.string().min(1);

/** Masked in the log before anything else happens. */
export const secret = text.meta({ secret: true });

/** An id or a number of GitHub. Not z.coerce: Number('') would be 0, and '1e3' or ' 7' are no ids. */
export const number = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, 'expected a positive whole number')
  .transform(Number);

export const sha = z.string().regex(/^[0-9a-f]{40}$/, 'expected a full commit SHA (40 hex digits)');

export const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'expected lower-case letters, digits and dashes (at most 40)');

export function isSecret(schema: z.ZodType): boolean {
  return schema.meta()?.['secret'] === true;
}
