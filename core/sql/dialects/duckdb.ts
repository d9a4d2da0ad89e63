import { quoteName, quoteText } from '../../data/quote-sql.ts';
import type { Dialect } from '../dialect.ts';
import { writeDouble } from '../write-double.ts';

export const DUCKDB: Dialect = {
  name: 'duckdb',
  quoteName,
  quoteText,
  double: (value) => `CAST(${writeDouble(value)} AS DOUBLE)`,
  castToDouble: (expression) => `CAST(${expression} AS DOUBLE)`,
  castToInteger: (expression) => `CAST(${expression} AS INTEGER)`,
  castToText: (expression) => `CAST(${expression} AS VARCHAR)`,
  isNaN: (expression) => `isnan(${expression})`,
  isInfinite: (expression) => `isinf(${expression})`,
  length: (expression) => `length(${expression})`,
  digest: (expression) => `substr(sha256(${expression}), 1, 16)`,
  matches: (expression, pattern) => `regexp_matches(${expression}, ${quoteText(pattern)})`,
  isSame: (left, right) => `${left} IS NOT DISTINCT FROM ${right}`,
  // Twice as fast as a sum of CASE; NULL where no condition was true or false.
  countIf: (condition) => `coalesce(count_if(${condition}), 0)`,
  hash: (expressions) => `hash(${expressions.join(', ')})`,
  epoch: (expression) => `epoch(${expression})`,
  numbers: (values, name) => `(VALUES ${values.map((value) => `(${DUCKDB.double(value)})`).join(', ')}) AS v(${name})`,
};
