import * as z from 'zod';
import { translateRegex } from './translate-regex.ts';

/** A regular expression as Python writes it, of the part that Tidegate can search with. */
export const pythonRegex = z.string().superRefine((pattern, context) => {
  const result = translateRegex(pattern);
  if ('instead' in result) context.addIssue({ code: 'custom', message: `expected a pattern with ${result.instead}` });
});
