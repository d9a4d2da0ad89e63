import type { Digest } from '../digest.ts';
import type { Column } from '../ports/model-runtime.ts';
import type { Profile } from '../profile/profile.ts';
import { countColumnsAgainst, PREDICTION_COLUMN } from '../profile/profile-columns.ts';
import type { Prediction } from '../serving/prediction.ts';

export interface Window {
  readonly current: Profile;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** The newest predictions of the served bytes, counted on the grids of their release's profile. */
export function readWindow(
  reference: Profile,
  predictions: readonly Prediction[],
  { digest, rows, source }: { readonly digest: Digest; readonly rows: number; readonly source: string },
): Window {
  const newest = predictions.filter((prediction) => prediction.digest === digest).slice(-rows);
  const columns = reference.columns.flatMap((column): [string, Column][] => {
    if (column.role !== 'feature') return [];
    const values = newest.map(({ inputs }) => inputs[column.name] ?? null);
    return [[column.name, column.kind === 'categorical' ? texts(values) : numbers(values)]];
  });
  const known = { ...reference, columns: reference.columns.filter(({ role }) => role !== 'target') };
  const current = countColumnsAgainst(known, {
    model: reference.model,
    columns: Object.fromEntries(columns),
    prediction: { name: PREDICTION_COLUMN, values: predicted(newest) },
    source: { name: source, rows: newest.length, digest: null },
  });
  return { current, from: newest[0]?.at, to: newest.at(-1)?.at };
}

/** As the gate profiled it: of several classes the one that was answered, else the score or the value. */
function predicted(predictions: readonly Prediction[]): Column {
  const labels = predictions.flatMap((each) => (each.task === 'multiclass-classification' ? [each.label] : []));
  return labels.length > 0 ? labels : Float64Array.from(predictions, ({ score }) => score);
}

/** What is no number is missing: clients send what they like. */
function numbers(values: readonly (number | string | null)[]): Float64Array {
  return Float64Array.from(values, (value) => (typeof value === 'number' ? value : Number.NaN));
}

function texts(values: readonly (number | string | null)[]): readonly string[] {
  return values.map((value) => (value === null ? '' : String(value)));
}
