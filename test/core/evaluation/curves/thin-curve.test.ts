import { precisionRecallCurve } from '@tidegate/core/evaluation/curves/precision-recall';
import { rocCurve } from '@tidegate/core/evaluation/curves/roc';
import { areaUnder, curveOf, type Point, thinCurve } from '@tidegate/core/evaluation/curves/thin-curve';
import { sumWeightAbove } from '@tidegate/core/evaluation/curves/weight-above';
import { rankRows } from '@tidegate/core/evaluation/prepare-area';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { expect, it } from 'vitest';

const MOST = 200;
const WEIGHTS = {
  none: () => 1,
  whole: (draw: number) => Math.floor(draw * 4),
  skewed: (draw: number) => 100 * draw ** 8,
} as const;

const cases = [50, 2500, 30_000].flatMap((rows) =>
  ([0.02, 0.5, 0.98] as const).flatMap((share) =>
    ([1, 2, 16] as const).flatMap((decimals) =>
      (['none', 'whole', 'skewed'] as const).map((weights) => ({ rows, share, decimals, weights })),
    ),
  ),
);

it.each(cases)(
  'keeps ends, order and area: $rows rows, $share positive, $decimals decimals, weights: $weights',
  (one) => {
    const random = xoroshiro128plus(one.rows + one.decimals);
    const next = () => (random.next() >>> 0) / 2 ** 32;
    const labels = Uint8Array.from({ length: one.rows }, () => (next() < one.share ? 1 : 0));
    const scores = Float64Array.from(labels, (label) => Number((0.3 * label + next() + next()).toFixed(one.decimals)));
    const weights = Float64Array.from(labels, () => WEIGHTS[one.weights](next()));
    const above = sumWeightAbove(rankRows(labels, scores), weights);
    for (const curve of [rocCurve(above), precisionRecallCurve(above)]) {
      if (!curve) continue;
      const thin = thinCurve(curve, MOST);
      expect(thin.length).toBeLessThanOrEqual(MOST);
      expect(thin[0]).toEqual([curve.x[0], curve.y[0]]);
      expect(thin.at(-1)).toEqual([curve.x.at(-1), curve.y.at(-1)]);
      expect(thin.every(([x], at) => x >= (thin[at - 1]?.[0] ?? 0))).toBe(true);
      expect(Math.abs(areaUnder(curveOf(thin)) - areaUnder(curve))).toBeLessThan(1e-4);
    }
  },
);

it('leaves a curve of few points alone, but for those between two others on a line along an axis', () => {
  const stairs = curveOf([
    [0, 0],
    [0, 0.2],
    [0, 0.5],
    [0.1, 0.5],
    [0.3, 0.5],
    [0.3, 1],
    [1, 1],
  ]);
  expect(thinCurve(stairs, MOST)).toEqual([
    [0, 0],
    [0, 0.5],
    [0.3, 0.5],
    [0.3, 1],
    [1, 1],
  ]);
});

it.each([
  [
    'a point that comes twice, on a corner or on a level',
    [
      [0, 0],
      [0, 0],
      [0, 1],
      [0, 1],
      [0.5, 1],
      [0.5, 1],
      [1, 1],
      [1, 1],
    ],
    [
      [0, 0],
      [0, 1],
      [1, 1],
    ],
  ],
  [
    'an upright that turns back',
    [
      [0, 1],
      [0, 0],
      [0.5, 0.5],
      [0.5, 0.7],
      [0.5, 0.4],
      [0.5, 0.3],
      [1, 0.2],
    ],
    [
      [0, 1],
      [0, 0],
      [0.5, 0.5],
      [0.5, 0.7],
      [0.5, 0.3],
      [1, 0.2],
    ],
  ],
] satisfies [string, Point[], Point[]][])('keeps the corners of a curve with %s', (_, points, corners) => {
  expect(thinCurve(curveOf(points), MOST)).toEqual(corners);
});
