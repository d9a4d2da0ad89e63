import { closest } from '@tidegate/core/config/closest';
import type { Model } from '@tidegate/core/config/schema';
import { TIME_COLUMN } from '@tidegate/core/drift/read-log';
import { findExpectation } from '@tidegate/core/expectations/catalog';
import type { PlacedExpectation } from '@tidegate/core/expectations/suite/policy-suite';
import { listNames } from '@tidegate/core/list-names';
import { PREDICTION_COLUMN } from '@tidegate/core/profile/profile-columns';

/** A name under `drift` that is no column. */
export interface UnknownColumn {
  readonly at: readonly PropertyKey[];
  readonly name: string;
  readonly nearest: string | undefined;
}

/** What the settings of drift name that is no column of the rows, nor what a prediction log holds beside them. */
export function findUnknownColumns(
  { data, drift }: Pick<Model, 'data' | 'drift'>,
  columns: readonly string[],
): readonly UnknownColumn[] {
  const { numeric, categorical } = data.features;
  const look = (at: readonly PropertyKey[], name: string, others: readonly string[] = []) => {
    const known = [...columns, ...others];
    return known.includes(name) ? [] : [{ at: ['drift', ...at], name, nearest: closest(name, known) }];
  };
  const { chunk, segments, thresholds } = drift;
  const compared = [...numeric, ...categorical, data.target, PREDICTION_COLUMN];
  // What is learnt from chunks is learnt of rows that are judged: no log has those.
  const times = thresholds === 'learnt' ? [] : [TIME_COLUMN];
  return [
    ...(chunk ? look(['chunk', 'column'], chunk.column, times) : []),
    ...segments.flatMap((name, index) => look(['segments', index], name)),
    ...Object.keys(drift.columns).flatMap((name) => look(['columns', name], name, compared)),
  ];
}

/** Columns that expectations speak of and that the file has not got, each at its line. */
export function findUnexpected(
  placed: readonly PlacedExpectation[],
  { source, columns }: { readonly source: string; readonly columns: readonly string[] },
): readonly string[] {
  return placed.flatMap(({ expectation, file, line }) => {
    const { type, kwargs, segment } = expectation;
    const spoken = findExpectation(type)?.prepare(kwargs).columns ?? [];
    const names = new Set([...spoken, ...(segment === undefined ? [] : [segment])]);
    const missing = [...names].filter((name) => !columns.includes(name));
    return missing.map(
      (name) => `${file}:${line} ${type}: ${sayUnknown(name, closest(name, columns), { source, columns })}`,
    );
  });
}

export function sayUnknown(
  name: string,
  nearest: string | undefined,
  { source, columns }: { readonly source: string; readonly columns: readonly string[] },
): string {
  const hint = nearest === undefined ? `It has ${listNames(columns)}.` : `Did you mean ${JSON.stringify(nearest)}?`;
  return `${source} has no column ${JSON.stringify(name)}. ${hint}`;
}
