import { quoteName, quoteText } from '../../data/quote-sql.ts';
import type { Dialect } from '../dialect.ts';
import { writeDouble } from '../write-double.ts';

/** Sessions are in UTC. */
export const TRINO: Dialect = {
  name: 'trino',
  quoteName,
  quoteText,
  double: (value) => `CAST(${writeDouble(value)} AS DOUBLE)`,
  castToDouble: (expression) => `CAST(${expression} AS DOUBLE)`,
  castToInteger: (expression) => `CAST(${expression} AS INTEGER)`,
  castToText: (expression) => `CAST(${expression} AS VARCHAR)`,
  isNaN: (expression) => `is_nan(${expression})`,
  isInfinite: (expression) => `is_infinite(${expression})`,
  length: (expression) => `length(${expression})`,
  digest: (expression) => `substr(lower(to_hex(sha256(to_utf8(${expression})))), 1, 16)`,
  matches: (expression, pattern) => `regexp_like(${expression}, ${quoteText(pattern)})`,
  isSame: (left, right) => `${left} IS NOT DISTINCT FROM ${right}`,
  countIf: (condition) => `count(CASE WHEN ${condition} THEN 1 END)`,
  // JSON tells NULL from '' and quotes what it holds.
  hash: (expressions) =>
    `to_hex(xxhash64(to_utf8(json_format(CAST(ARRAY[${expressions.map(TRINO.castToText).join(', ')}] AS JSON)))))`,
  // Its sum of milliseconds and what lies below is off by the last bit of a double; whole microseconds are not.
  epoch: (expression) => `round(to_unixtime(CAST(${expression} AS TIMESTAMP(6) WITH TIME ZONE)) * 1e6) / 1e6`,
  numbers: (values, name) => `(VALUES ${values.map((value) => `(${TRINO.double(value)})`).join(', ')}) AS v(${name})`,
};
