import { Drift } from '@tidegate/core/config/drift';
import type { WindowPart } from '@tidegate/core/drift/compare-parts';
import { compareProfiles } from '@tidegate/core/drift/compare-profiles';
import { DriftReport } from '@tidegate/core/drift/drift-report';
import type { PartDrift } from '@tidegate/core/drift/part-drift';
import { describe, expect, it } from 'vitest';
import { drawing, profileOf } from './random-profiles.ts';

const clock = { now: () => new Date('2026-01-02T03:04:05Z'), id: () => 'id' };
const rowsOf = ({ normal }: ReturnType<typeof drawing>, rows: number, shift = 0) => ({
  x: Float64Array.from({ length: rows }, () => normal() + shift),
  y: Float64Array.from({ length: rows }, normal),
});
const join = (...parts: ReturnType<typeof rowsOf>[]) => ({
  x: Float64Array.from(parts.flatMap(({ x }) => [...x])),
  y: Float64Array.from(parts.flatMap(({ y }) => [...y])),
});
const draw = drawing(17);
const [north, south] = [rowsOf(draw, 4_000), rowsOf(draw, 4_000)];
const reference = profileOf(join(north, south));
const segmentsOf = (now: { north: ReturnType<typeof rowsOf>; south: ReturnType<typeof rowsOf> }) => {
  const part = (name: string, before: ReturnType<typeof rowsOf>, after: ReturnType<typeof rowsOf>): WindowPart => ({
    name,
    kind: 'value',
    reference: profileOf(before, reference),
    current: profileOf(after, reference),
  });
  return [{ column: 'region', parts: [part('north', north, now.north), part('south', south, now.south)] }];
};
const outcomes = (parts: readonly PartDrift[] | undefined) => parts?.map(({ name, outcome }) => [name, outcome]);

describe('segments', () => {
  it('show drift that all rows together do not: one goes up, the other down', () => {
    const now = { north: rowsOf(draw, 2_000, 0.03), south: rowsOf(draw, 300, -0.5) };
    const current = profileOf(join(now.north, now.south), reference);
    const segments = segmentsOf(now);
    const whole = compareProfiles({ reference, current, settings: Drift.parse({}), clock });
    const report = compareProfiles({ reference, current, settings: Drift.parse({}), clock, segments });
    expect(DriftReport.parse(report)).toEqual(report);
    expect([whole.outcome, report.outcome]).toEqual(['none', 'drift']);
    const [bySegment] = report.segments ?? [];
    expect(outcomes(bySegment?.parts)).toEqual([
      ['north', 'none'],
      ['south', 'drift'],
    ]);
    expect(bySegment?.parts[1]).toMatchObject({ rows: 300, referenceRows: 4_000, drifted: [{ column: 'x' }] });
  });

  it('that are small or new cannot be told, and leave the window as it is', () => {
    const now = { north: rowsOf(draw, 2_000), south: rowsOf(draw, 50, 3) };
    const current = profileOf(join(now.north, now.south), reference);
    const [segment] = segmentsOf(now);
    const fresh: WindowPart = {
      name: 'west',
      kind: 'value',
      reference: undefined,
      current: profileOf(rowsOf(draw, 900, 9), reference),
    };
    const segments = [{ column: 'region', parts: [...(segment?.parts ?? []), fresh] }];
    const settings = Drift.parse({ 'out-of-range': 0.2 });
    const report = compareProfiles({ reference, current, settings, clock, segments });
    expect(outcomes(report.segments?.[0]?.parts)).toEqual([
      ['north', 'none'],
      ['south', 'cannot-tell'],
      ['west', 'cannot-tell'],
    ]);
    expect(report.outcome).toBe(compareProfiles({ reference, current, settings, clock }).outcome);
  });

  it('are corrected together: twenty quiet ones do not alarm in forty windows', () => {
    let alarms = 0;
    for (let window = 0; window < 40; window += 1) {
      const parts = Array.from(
        { length: 20 },
        (_, index): WindowPart => ({
          name: `segment ${index}`,
          kind: 'value',
          reference: profileOf(rowsOf(draw, 400), reference),
          current: profileOf(rowsOf(draw, 200), reference),
        }),
      );
      const current = profileOf(rowsOf(draw, 400), reference);
      const settings = Drift.parse({ 'min-rows': 100 });
      const report = compareProfiles({ reference, current, settings, clock, segments: [{ column: 's', parts }] });
      alarms += report.outcome === 'drift' ? 1 : 0;
    }
    expect(alarms).toBeLessThanOrEqual(1);
  }, 60_000);
});

it('chunks look back: each against the whole reference, and the window decides by itself', () => {
  const months = [rowsOf(draw, 400), rowsOf(draw, 400, 0.5), rowsOf(draw, 30, 5)];
  const parts = months.map(
    (month, index): WindowPart => ({
      name: `2026-0${index + 1}`,
      kind: 'chunk',
      reference,
      current: profileOf(month, reference),
    }),
  );
  const current = profileOf(months[0] as ReturnType<typeof rowsOf>, reference);
  const chunks = { column: 'at', by: 'month' as const, untimed: 3, parts };
  const report = compareProfiles({ reference, current, settings: Drift.parse({}), clock, chunks });
  expect(DriftReport.parse(report)).toEqual(report);
  expect(report.outcome).toBe('none');
  expect(report.chunks).toMatchObject({ column: 'at', by: 'month', untimed: 3 });
  expect(outcomes(report.chunks?.parts)).toEqual([
    ['2026-01', 'none'],
    ['2026-02', 'drift'],
    ['2026-03', 'cannot-tell'],
  ]);
  expect(report.chunks?.parts[1]?.drifted.map(({ column }) => column)).toEqual(['x']);
});
