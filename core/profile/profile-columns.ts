import type { Digest } from '../digest.ts';
import type { Column, Columns } from '../ports/model-runtime.ts';
import type { Calibration } from './calibration.ts';
import type { ClassCalibration } from './class-calibration.ts';
import { countCategories, countValues } from './count-values.ts';
import { freezeCategories, freezeNumbers } from './freeze-values.ts';
import type { ColumnProfile, Profile } from './profile.ts';

/** What the model says has no name in the data. */
export const PREDICTION_COLUMN = '(prediction)';

/** Rows in memory: features by name, and what the model said of them. */
export interface ProfiledRows {
  readonly model: string | null;
  readonly columns: Columns;
  /** Scores, values or labels that the model gave; a column of the profile called `name`. */
  readonly prediction?: { readonly name: string; readonly values: Column } | undefined;
  readonly target?: { readonly name: string; readonly values: Column } | undefined;
  readonly source: { readonly name: string; readonly rows: number; readonly digest: Digest | null };
  /** Columns that the rows are cut by; they need not be among those that are profiled. */
  readonly cells?: ReadonlyMap<string, readonly string[]> | undefined;
  readonly calibration?: Calibration | undefined;
  readonly classCalibration?: ClassCalibration | undefined;
}

/** A reference profile: grids are chosen from the rows themselves, coarse ones where no value of a row may be told. */
export function profileColumns(
  rows: ProfiledRows,
  { isPrivate = false }: { readonly isPrivate?: boolean } = {},
): Profile {
  return describe(
    rows,
    entriesOf(rows).map(({ name, role, values }): ColumnProfile => {
      if (values instanceof Float64Array)
        return { kind: 'numeric', name, role, numbers: countValues(values, freezeNumbers(values, isPrivate)) };
      return { kind: 'categorical', name, role, categories: countCategories(values, freezeCategories(values)) };
    }),
  );
}

/** Other rows on the grids of a reference; a column that they lack, or hold in another type, is all missing. */
export function countColumnsAgainst(reference: Profile, rows: ProfiledRows): Profile {
  const entries = new Map(entriesOf(rows).map((entry) => [entry.name, entry.values]));
  const counted = reference.columns.map((column): ColumnProfile => {
    const values = entries.get(column.name);
    if (column.kind === 'numeric' || column.kind === 'timestamp') {
      const numbers = values instanceof Float64Array ? values : new Float64Array(rows.source.rows).fill(Number.NaN);
      return { ...column, numbers: countValues(numbers, column.numbers) };
    }
    if (column.kind === 'categorical') {
      const texts = values && !(values instanceof Float64Array) ? values : new Array<string>(rows.source.rows).fill('');
      return { ...column, categories: countCategories(texts, column.categories) };
    }
    throw new Error(`${column.kind} columns are counted by an engine`);
  });
  return describe(rows, counted);
}

function entriesOf({ columns, prediction, target }: ProfiledRows) {
  return [
    ...Object.entries(columns).map(([name, values]) => ({ name, role: 'feature' as const, values })),
    ...(prediction ? [{ ...prediction, role: 'prediction' as const }] : []),
    ...(target ? [{ ...target, role: 'target' as const }] : []),
  ];
}

function describe({ model, source, calibration, classCalibration }: ProfiledRows, columns: ColumnProfile[]): Profile {
  return {
    kind: 'tidegate.profile',
    version: 1,
    model,
    source: { ...source },
    columns,
    ...(calibration && { calibration }),
    ...(classCalibration && { classCalibration }),
  };
}
