import type { DriftChunk } from '../config/drift.ts';
import { takeNumbers } from '../data/take-rows.ts';
import { OperatorError } from '../errors.ts';
import type { Column } from '../ports/model-runtime.ts';
import { freezeCategories } from './freeze-values.ts';
import { oneForm } from './one-form.ts';
import { chunkAt, planCalendar, planStarts } from './plan-chunks.ts';
import type { ProfiledRows } from './profile-columns.ts';
import { MOST_SEGMENTS } from './split-by-value.ts';

/** Of each part, the rows in memory that are of it. */
export type RowsOfParts = readonly (readonly number[])[];

/** Rows by the time in a column of texts. @throws OperatorError `data-invalid` for a column that holds no times */
export function cutByTime(texts: readonly string[], { column, by }: DriftChunk, source: string): RowsOfParts {
  const times = texts.map(parseTime);
  const known = times.filter((time) => !Number.isNaN(time)).sort((left, right) => left - right);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined)
    throw new OperatorError(
      'data-invalid',
      `${source} has no dates or times in column ${JSON.stringify(column)}, such as 2026-01-31 or 2026-01-31T08:00:00Z.`,
      'Name another column in drift.chunk.',
    );
  const chunks = typeof by === 'number' ? planStarts(startsOf(known, by)) : planCalendar(by, first, last);
  return placeRows(
    times.map((time) => chunkAt(chunks, time)),
    chunks.length,
  );
}

/** Rows by a column's value: these values (the most frequent ones by default), all others, and '' as missing. */
export function cutByValue(
  texts: readonly string[],
  values: readonly string[] = freezeCategories(texts).values.slice(0, MOST_SEGMENTS),
): { readonly values: readonly string[]; readonly rows: RowsOfParts } {
  const places = new Map(values.map((value, place) => [value, place]));
  const placed = texts.map((text) => (text === '' ? values.length + 1 : (places.get(oneForm(text)) ?? values.length)));
  return { values, rows: placeRows(placed, values.length + 2) };
}

export function takeProfiled(rows: ProfiledRows, taken: readonly number[]): ProfiledRows {
  const take = (column: Column): Column =>
    column instanceof Float64Array ? takeNumbers(column, taken) : taken.map((row) => column[row] ?? '');
  const { model, columns, prediction, target, source } = rows;
  return {
    model,
    columns: Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, take(column)])),
    prediction: prediction && { ...prediction, values: take(prediction.values) },
    target: target && { ...target, values: take(target.values) },
    source: { ...source, rows: taken.length, digest: null },
  };
}

/** As the engines cut: a last chunk of less than half as many rows belongs to the one before. */
function startsOf(times: readonly number[], rows: number): number[] {
  return times.filter((_, row) => row % rows === 0 && (row === 0 || times.length - row >= rows / 2));
}

/** A time without a zone is in UTC. */
function parseTime(text: string): number {
  const parts = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/.exec(
    text.trim(),
  );
  if (!parts) return Number.NaN;
  const [, day = '', time = '00:00', zone = 'Z'] = parts;
  return Date.parse(`${day}T${time}${zone}`) / 1000;
}

function placeRows(places: readonly number[], parts: number): RowsOfParts {
  const rows = Array.from({ length: parts }, (): number[] => []);
  places.forEach((place, row) => {
    rows[place]?.push(row);
  });
  return rows;
}
