/** What engines write differently; anything else of a query is the same text on all of them. */
export interface Dialect {
  readonly name: 'duckdb' | 'clickhouse' | 'postgres' | 'trino';
  /** A name as an identifier, whatever is in it. */
  quoteName(name: string): string;
  /** A text as a literal, whatever is in it. */
  quoteText(text: string): string;
  /** A finite number as a literal of the double type, that reads back to the same bits. */
  double(value: number): string;
  castToDouble(expression: string): string;
  /** Of a whole number that fits into 32 bits. */
  castToInteger(expression: string): string;
  castToText(expression: string): string;
  /** Condition on a double that is not NULL. */
  isNaN(expression: string): string;
  isInfinite(expression: string): string;
  /** Number of characters (not bytes) of a text. */
  length(expression: string): string;
  /** Whether a regular expression (the subset that RE2, PCRE and POSIX share) is found in a text. */
  matches(expression: string, pattern: string): string;
  /** Equal, where NULL equals NULL. */
  isSame(left: string, right: string): string;
  /** Number of rows where a condition is true. */
  countIf(condition: string): string;
  /** First 16 hexadecimal digits of the SHA-256 of a text in UTF-8, the same on every engine; NULL for NULL. */
  digest(expression: string): string;
  /** A 64-bit or text hash of texts, equal for equal rows within one engine. */
  hash(expressions: readonly string[]): string;
  /** Seconds since 1970-01-01T00:00:00Z as a double, of a date or a timestamp. */
  epoch(expression: string): string;
  /** What follows FROM: finite numbers as the rows of one column. */
  numbers(values: readonly number[], name: string): string;
}
