import type { Dialect } from '../dialect.ts';
import { writeDouble } from '../write-double.ts';

// Backslashes escape in names and in texts alike.
const quote = (mark: string, text: string) => `${mark}${text.replace(/[\\'"]/g, '\\$&')}${mark}`;
const quoteText = (text: string) => quote("'", text);

/** Functions, not CAST: they keep NULL in every version, and cost nothing on columns without NULL. */
export const CLICKHOUSE: Dialect = {
  name: 'clickhouse',
  quoteName: (name) => quote('"', name),
  quoteText,
  double: (value) => `toFloat64(${writeDouble(value)})`,
  castToDouble: (expression) => `toFloat64(${expression})`,
  castToInteger: (expression) => `toInt32(${expression})`,
  castToText: (expression) => `toString(${expression})`,
  isNaN: (expression) => `isNaN(${expression})`,
  isInfinite: (expression) => `isInfinite(${expression})`,
  length: (expression) => `lengthUTF8(${expression})`,
  digest: (expression) => `substring(lower(hex(SHA256(${expression}))), 1, 16)`,
  // A dot stands for a line break here, and nowhere else.
  matches: (expression, pattern) => `match(${expression}, ${quoteText(`(?-s)${pattern}`)})`,
  isSame: (left, right) => `${left} IS NOT DISTINCT FROM ${right}`,
  countIf: (condition) => `countIf(${condition})`,
  // A hash of NULL is NULL; in a tuple with its nullness it is not.
  hash: (expressions) =>
    `cityHash64(tuple(${expressions.map((one) => `isNull(${one}), ifNull(toString(${one}), '')`).join(', ')}))`,
  epoch: (expression) => `toUnixTimestamp64Micro(toDateTime64(${expression}, 6, 'UTC')) / 1000000.0`,
  numbers: (values, name) => `(SELECT arrayJoin([${values.map(CLICKHOUSE.double).join(', ')}]) AS ${name})`,
};
