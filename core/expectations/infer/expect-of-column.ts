import type { ColumnFacts } from '../column-facts.ts';
import { isoOf } from '../seconds-of.ts';
import { count, number, share } from '../words.ts';
import type { Inferred } from './inferred.ts';
import { presentShare, widen } from './slack.ts';
import type { ColumnSurvey } from './survey-columns.ts';

/** Rows that a value of a set must have on average, so that another one is news. */
const ROWS_A_VALUE = 20;
const LONGEST_VALUE = 100;
/** Fewer rows are unique by chance. */
const LEAST_UNIQUE = 100;
const ID = /(^|_)(id|key|uuid|guid|nr|no|number|code)$/i;
/** A longer tail than that of the reference is no mistake. */
const TAIL = 0.99;

/** What the values of a column suggest. Of one that looks personal no value is written down. */
export function expectOfColumn(survey: ColumnSurvey, rows: number, isPersonal: boolean): readonly Inferred[] {
  const { column, present } = survey;
  if (rows === 0 || present === 0) return [typeOf(column)];
  const all = [typeOf(column), presence(survey, rows)];
  if (survey.isUnique && (rows >= LEAST_UNIQUE || ID.test(column.name)))
    return [...all, { type: 'expect_column_values_to_be_unique', kwargs: { column: column.name } }];
  if (isPersonal) return all;
  const values = valueSet(survey);
  if (values) return [...all, values];
  return [...all, ...rangeOf(survey)];
}

function typeOf({ name: column, kind, isInteger, type, nativeType }: ColumnFacts): Inferred {
  const named = { boolean: 'bool', text: 'str', time: type, other: nativeType, number: 'float' }[kind];
  const type_ = kind === 'number' && isInteger ? 'int' : type === 'decimal' ? 'decimal' : named;
  return { type: 'expect_column_values_to_be_of_type', kwargs: { column, type_ } };
}

function presence({ column: { name: column }, present }: ColumnSurvey, rows: number): Inferred {
  const type = 'expect_column_values_to_not_be_null';
  if (present === rows) return { type, kwargs: { column } };
  const why = `${share(1 - present / rows)} are missing.`;
  return { type, kwargs: { column, mostly: presentShare(present, rows) }, why };
}

function valueSet({ column, present, values }: ColumnSurvey): Inferred | undefined {
  if (!values || present < values.length * ROWS_A_VALUE) return undefined;
  if (values.some((value) => value.length > LONGEST_VALUE)) return undefined;
  const isNumber = column.kind === 'number';
  const numbers = values.map(Number);
  if (isNumber && !numbers.every(Number.isSafeInteger)) return undefined;
  // Few whole numbers that lie apart are codes; those in a row are counts, of which there may be more.
  if (isNumber && values.length > 2 && isInRow(numbers)) return undefined;
  const value_set = isNumber ? numbers.sort((left, right) => left - right) : values;
  return { type: 'expect_column_values_to_be_in_set', kwargs: { column: column.name, value_set } };
}

function isInRow(numbers: readonly number[]): boolean {
  return Math.max(...numbers) - Math.min(...numbers) < 2 * numbers.length;
}

function rangeOf({ column, min, max, shortest, longest }: ColumnSurvey): readonly Inferred[] {
  const { name, kind, isInteger } = column;
  const type = 'expect_column_values_to_be_between';
  if (kind === 'text' && shortest !== undefined && longest !== undefined) {
    const kwargs = { column: name, min_value: Math.floor(shortest / 2), max_value: longest * 2, mostly: TAIL };
    const why = `${count(shortest)} to ${count(longest)} characters were seen.`;
    return [{ type: 'expect_column_value_lengths_to_be_between', kwargs, why }];
  }
  if (min === undefined || max === undefined || !Number.isFinite(min) || !Number.isFinite(max)) return [];
  if (kind === 'time') return timesOf(column, min, max);
  const why = `${number(min)} to ${number(max)} was seen.`;
  return [{ type, kwargs: { column: name, ...widen({ min, max }, isInteger), mostly: TAIL }, why }];
}

/** Later rows are later: only the beginning is expected, on its day. Of dates it is a date, which texts of dates compare with too. */
function timesOf({ name: column, type }: ColumnFacts, min: number, max: number): readonly Inferred[] {
  const write = (seconds: number) => (type === 'date' ? isoOf(seconds).replace(/T00:00:00Z$/, '') : isoOf(seconds));
  const day = write(Math.floor(min / 86_400) * 86_400);
  if (!/^\d{4}-/.test(day)) return [];
  const why = `${write(min)} to ${write(max)} was seen. See also expect_column_max_to_be_fresher_than.`;
  const kwargs = { column, min_value: day };
  return [{ type: 'expect_column_values_to_be_between', kwargs, severity: 'warn', why }];
}
