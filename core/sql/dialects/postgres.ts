import { quoteName, quoteText } from '../../data/quote-sql.ts';
import type { Dialect } from '../dialect.ts';
import { writeDouble } from '../write-double.ts';

// A dot stands for a line break here, and nowhere else: outside of brackets it becomes a bracket of its own.
const DOT = /\\[\s\S]|\[\^?\]?(?:\[[:.=][^\]]*\]|[^\]])*\]|\./g;
const withoutBreaks = (pattern: string) => pattern.replace(DOT, (token) => (token === '.' ? '[^\n]' : token));

/** Sessions read `standard_conforming_strings`: a backslash in a text is a backslash. */
export const POSTGRES: Dialect = {
  name: 'postgres',
  quoteName,
  quoteText,
  // From a text: a bare 1e-300 would be a numeric of 300 digits first.
  double: (value) => `CAST('${writeDouble(value)}' AS double precision)`,
  castToDouble: (expression) => `CAST(${expression} AS double precision)`,
  castToInteger: (expression) => `CAST(${expression} AS integer)`,
  castToText: (expression) => `CAST(${expression} AS text)`,
  isNaN: (expression) => `${expression} = CAST('NaN' AS double precision)`,
  isInfinite: (expression) =>
    `${expression} IN (CAST('Infinity' AS double precision), CAST('-Infinity' AS double precision))`,
  length: (expression) => `char_length(${expression})`,
  digest: (expression) => `substr(encode(sha256(convert_to(${expression}, 'UTF8')), 'hex'), 1, 16)`,
  matches: (expression, pattern) => `${expression} ~ ${quoteText(withoutBreaks(pattern))}`,
  isSame: (left, right) => `${left} IS NOT DISTINCT FROM ${right}`,
  countIf: (condition) => `count(*) FILTER (WHERE ${condition})`,
  // The text of a row tells NULL from '' and quotes what it holds.
  hash: (expressions) => `hashtextextended(CAST(ROW(${expressions.join(', ')}) AS text), 0)`,
  epoch: (expression) => `CAST(extract(epoch FROM ${expression}) AS double precision)`,
  numbers: (values, name) =>
    `(VALUES ${values.map((value) => `(${POSTGRES.double(value)})`).join(', ')}) AS v(${name})`,
};
