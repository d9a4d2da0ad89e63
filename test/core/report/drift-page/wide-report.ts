import { DRIFT_DEFAULTS } from '@tidegate/core/config/drift';
import { compareProfiles } from '@tidegate/core/drift/compare-profiles';
import type { DriftReport } from '@tidegate/core/drift/drift-report';
import { readWindow } from '@tidegate/core/drift/read-window';
import type { Column } from '@tidegate/core/ports/model-runtime';
import { PREDICTION_COLUMN, profileColumns } from '@tidegate/core/profile/profile-columns';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

const digest = `sha256:${'a'.repeat(64)}`;

/** A report as it comes out of rows: half numbers, half categories; every tenth column has moved, every twentieth misses values. */
export function makeWideReport(columns: number): DriftReport {
  const draw = (rows: number, seed: number, isLater: boolean) => {
    const random = xoroshiro128plus(seed);
    const uniform = () => uniformFloat64(random);
    const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
    return Object.fromEntries(
      Array.from({ length: columns - 1 }, (_, index): [string, (number | string | null)[]] => {
        const [isMoved, isSparse] = [isLater && index % 10 === 0, isLater && index % 20 === 5];
        const value = () =>
          index % 2 === 0
            ? [normal() + (isMoved ? 0.5 : 0), Math.exp(normal()) * (isMoved ? 1.6 : 1)][(index / 2) % 2]
            : `${['region', 'plan', 'device'][index % 3]} ${Math.floor(30 * uniform() ** (isMoved ? 3 : 2))}`;
        const name = `${index % 2 === 0 ? 'amount' : 'category'}_of_feature_${index}`;
        return [name, Array.from({ length: rows }, () => (isSparse && uniform() < 0.3 ? null : (value() ?? null)))];
      }),
    );
  };
  const [before, after] = [draw(2_000, 1, false), draw(1_000, 2, true)];
  const scores = (rows: number, shift: number) =>
    Float64Array.from({ length: rows }, (_, row) => ((row * 7919) % rows) / rows / (1 + shift));
  const reference = profileColumns({
    model: 'churn',
    columns: Object.fromEntries(
      Object.entries(before).map(([name, values]): [string, Column] => [
        name,
        name.startsWith('amount')
          ? Float64Array.from(values, (value) => (typeof value === 'number' ? value : Number.NaN))
          : values.map((value) => String(value ?? '')),
      ]),
    ),
    prediction: { name: PREDICTION_COLUMN, values: scores(2_000, 0) },
    source: { name: 'data/churn.csv', rows: 2_000, digest },
  });
  const score = scores(1_000, 0.2);
  const predictions = Array.from(score, (value, row) => ({
    kind: 'tidegate.prediction' as const,
    version: 1 as const,
    id: String(row),
    at: new Date(Date.UTC(2026, 0, 1) + row * 60_000).toISOString(),
    model: 'churn',
    modelVersion: '1.1.0',
    digest,
    inputs: Object.fromEntries(Object.entries(after).map(([name, values]) => [name, values[row] ?? null])),
    score: value,
    label: 'no',
  }));
  return compareProfiles({
    reference,
    ...readWindow(reference, predictions, { digest, rows: 1_000, source: 'predictions of churn@1.1.0 in production' }),
    settings: { ...DRIFT_DEFAULTS, columns: {} },
    served: { release: 'churn@1.1.0', digest, environment: 'production' },
    clock: { now: () => new Date('2026-01-02T03:04:05Z'), id: () => 'wide' },
  });
}
