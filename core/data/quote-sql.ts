/** The only way of a name into SQL: in double quotes, its own doubled (SQL:2023, delimited identifier). */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The only way of a text into SQL: in single quotes, its own doubled. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
