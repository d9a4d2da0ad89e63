import { DRIFT_DEFAULTS } from '@tidegate/core/config/drift';
import { compareProfiles } from '@tidegate/core/drift/compare-profiles';
import type { ColumnDrift } from '@tidegate/core/drift/drift-report';
import { countColumnsAgainst, profileColumns } from '@tidegate/core/profile/profile-columns';
import { describe, expect, it } from 'vitest';
import { createRandom } from './multivariate/random-rows.ts';

const { uniform, normals } = createRandom(77);
const clock = { now: () => new Date('2026-01-02T03:04:05Z'), id: () => 'id' };
type Draw = () => string | number;

/** Values whose shares are as 1, 2^-a, 3^-a, … */
function longTail(exponent: number, values: number): Draw {
  const sums: number[] = [];
  for (let value = 1; value <= values; value += 1) sums.push((sums.at(-1) ?? 0) + value ** -exponent);
  return () => {
    const at = uniform() * (sums.at(-1) ?? 1);
    return `value ${sums.findIndex((sum) => sum >= at)}`;
  };
}
const alike =
  (values: number): Draw =>
  () =>
    `value ${Math.floor(values * uniform())}`;
const flag =
  (share: number): Draw =>
  () =>
    uniform() < share ? 1 : 0;
const normal: Draw = () => normals(1)[0] ?? 0;

function compare(before: Draw, now: Draw, [n, m]: readonly [number, number]): ColumnDrift {
  const rowsOf = (draw: Draw, rows: number, name: string) => {
    const values = Array.from({ length: rows }, draw);
    const column = typeof values[0] === 'number' ? Float64Array.from(values, Number) : values.map(String);
    return { model: 'm', columns: { x: column }, source: { name, rows, digest: null } };
  };
  const reference = profileColumns(rowsOf(before, n, 'before'));
  const current = countColumnsAgainst(reference, rowsOf(now, m, 'now'));
  const report = compareProfiles({ reference, current, settings: DRIFT_DEFAULTS, clock });
  return report.columns[0] as ColumnDrift;
}

// A list of values is chosen from the reference: what luck made frequent, or left out, must not look like drift.
describe('rows of one population', () => {
  it.each<[string, Draw, readonly [number, number]]>([
    ['1,000 values alike', alike(1000), [3000, 3000]],
    ['300 values alike', alike(300), [3000, 3000]],
    ['50 values alike, few before and many now', alike(50), [400, 4000]],
    ['200 values with a long tail', longTail(1, 200), [1000, 1000]],
    ['200 values with a steep tail', longTail(1.5, 200), [3000, 3000]],
    ['50 values with a long tail', longTail(1, 50), [300, 300]],
    ['2,000 values with a long tail', longTail(1, 2000), [400, 2000]],
    ['a rare flag', flag(0.01), [3000, 3000]],
    ['rounded numbers', () => Math.round(10 * Number(normal())) / 10, [1000, 1000]],
    ['zeros and the rest', () => (uniform() < 0.7 ? 0 : Math.exp(Number(normal()))), [300, 1000]],
  ])('are no drift, and p is small no oftener than it says: %s', (_, draw, rows) => {
    const found = Array.from({ length: 60 }, () => compare(draw, draw, rows));
    expect(found.filter(({ decision }) => decision === 'drift').length).toBeLessThanOrEqual(2);
    const small = found.flatMap(({ findings }) => findings.filter(({ p }) => p < 0.05));
    // Of 60 and twice as many findings: Binomial(120, 0.05) is above 15 once in a thousand.
    expect(small.length).toBeLessThanOrEqual(15);
  });
});

describe('rows of another population', () => {
  it.each<[string, string, Draw, Draw, readonly [number, number]]>([
    ['a flag three times as often', 'distribution', flag(0.01), flag(0.032), [10_000, 10_000]],
    ['a flag four times as often', 'distribution', flag(0.01), flag(0.04), [3000, 3000]],
    [
      'more zeros',
      'distribution',
      () => (uniform() < 0.7 ? 0 : Math.exp(Number(normal()))),
      () => (uniform() < 0.78 ? 0 : Math.exp(Number(normal()))),
      [3000, 3000],
    ],
    ['a new value', 'new-categories', alike(5), () => (uniform() < 0.05 ? 'new' : String(alike(5)())), [1000, 1000]],
    ['a steeper tail', 'distribution', longTail(1, 2000), longTail(1.4, 2000), [3000, 3000]],
  ])('have drifted: %s', (_, aspect, before, now, rows) => {
    const found = Array.from({ length: 20 }, () => compare(before, now, rows));
    const isFound = ({ findings }: ColumnDrift) =>
      findings.some((finding) => finding.aspect === aspect && finding.decision === 'drift');
    expect(found.filter(isFound).length).toBeGreaterThanOrEqual(19);
  });
});
