/** Booleans are `true` and `false`, as engines write them: files hold `True` and `TRUE` for the same. */
export function oneForm(text: string): string {
  if (text.length !== 4 && text.length !== 5) return text;
  const small = text.toLowerCase();
  return small === 'true' || small === 'false' ? small : text;
}

/** The same of a text in SQL. */
export function oneFormOf(text: string): string {
  return `CASE WHEN lower(${text}) IN ('true', 'false') THEN lower(${text}) ELSE ${text} END`;
}
