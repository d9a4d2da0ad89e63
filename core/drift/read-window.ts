import type { Digest } from '../digest.ts';
import type { Column } from '../ports/model-runtime.ts';
import { cutByValue } from '../profile/cut-rows.ts';
import type { Profile } from '../profile/profile.ts';
import { countColumnsAgainst, PREDICTION_COLUMN } from '../profile/profile-columns.ts';
import type { Prediction } from '../serving/prediction.ts';
import type { SegmentParts } from './compare-parts.ts';
import { pairSegments } from './pair-segments.ts';
import { servedColumns, servedTexts } from './served-columns.ts';
import { findStoredSegments } from './stored-segments.ts';

export interface Window {
  readonly current: Profile;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly segments: readonly SegmentParts[];
}

/** The newest predictions of the served bytes, counted on the grids of their release's profile: all, and by segment. */
export function readWindow(
  reference: Profile,
  predictions: readonly Prediction[],
  {
    digest,
    rows,
    source,
    segments = [],
  }: {
    readonly digest: Digest;
    readonly rows: number;
    readonly source: string;
    readonly segments?: readonly string[];
  },
): Window {
  const newest = predictions.filter((prediction) => prediction.digest === digest).slice(-rows);
  return {
    current: countPredictions(reference, newest, source),
    from: newest[0]?.at,
    to: newest.at(-1)?.at,
    segments: segments.map((column): SegmentParts => {
      const stored = findStoredSegments(reference, column);
      if (!stored) return { column, parts: [] };
      const cut = cutByValue(servedTexts(newest.map(({ inputs }) => inputs[column] ?? null)), stored.values);
      const taken = cut.rows.map((some) => some.flatMap((row) => newest[row] ?? []));
      return pairSegments(
        stored,
        taken.map((some) => countPredictions(reference, some, source)),
      );
    }),
  };
}

function countPredictions(reference: Profile, predictions: readonly Prediction[], source: string): Profile {
  const known = { ...reference, columns: reference.columns.filter(({ role }) => role !== 'target') };
  return countColumnsAgainst(known, {
    model: reference.model,
    columns: servedColumns(reference, predictions),
    prediction: { name: PREDICTION_COLUMN, values: predicted(predictions) },
    source: { name: source, rows: predictions.length, digest: null },
  });
}

/** As the gate profiled it: of several classes the one that was answered, else the score or the value. */
function predicted(predictions: readonly Prediction[]): Column {
  const labels = predictions.flatMap((each) => (each.task === 'multiclass-classification' ? [each.label] : []));
  return labels.length > 0 ? labels : Float64Array.from(predictions, ({ score }) => score);
}
