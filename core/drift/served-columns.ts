import type { Column, Columns } from '../ports/model-runtime.ts';
import type { Profile } from '../profile/profile.ts';
import type { Prediction } from '../serving/prediction.ts';

/** What a model was given, by the features that its release's profile has. */
export function servedColumns(reference: Pick<Profile, 'columns'>, predictions: readonly Prediction[]): Columns {
  return Object.fromEntries(
    reference.columns.flatMap((column): [string, Column][] => {
      if (column.role !== 'feature') return [];
      const values = predictions.map(({ inputs }) => inputs[column.name] ?? null);
      return [[column.name, column.kind === 'categorical' ? servedTexts(values) : numbers(values)]];
    }),
  );
}

export function servedTexts(values: readonly (number | string | null)[]): readonly string[] {
  return values.map((value) => (value === null ? '' : String(value)));
}

/** What is no number is missing: clients send what they like. */
function numbers(values: readonly (number | string | null)[]): Float64Array {
  return Float64Array.from(values, (value) => (typeof value === 'number' ? value : Number.NaN));
}
