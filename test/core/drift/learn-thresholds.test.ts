import { Drift } from '@tidegate/core/config/drift';
import { compareProfiles } from '@tidegate/core/drift/compare-profiles';
import { wassersteinBounds } from '@tidegate/core/drift/distance/wasserstein';
import { DriftReport } from '@tidegate/core/drift/drift-report';
import { learnEffects } from '@tidegate/core/drift/learn-thresholds';
import { addProfiles, subtractProfile } from '@tidegate/core/profile/combine-profiles';
import { Profile } from '@tidegate/core/profile/profile';
import { describe, expect, it } from 'vitest';
import { drawing, profileOf } from './random-profiles.ts';

const clock = { now: () => new Date('2026-01-02T03:04:05Z'), id: () => 'id' };
const ROWS = 300;

/** Weeks of a population whose level wanders a little from week to week, as sales do; `plan` is steady. */
function drawWeek({ uniform, normal }: ReturnType<typeof drawing>, wander: number, shift = 0) {
  const level = wander * normal() + shift;
  return {
    x: Float64Array.from({ length: ROWS }, () => level + normal()),
    plan: Array.from({ length: ROWS }, () => (uniform() < 0.3 ? 'yes' : 'no')),
  };
}

function learnFrom(seed: number, weeks: number, wander: number) {
  const draw = drawing(seed);
  const rows = Array.from({ length: weeks }, () => drawWeek(draw, wander));
  const all = {
    x: Float64Array.from(rows.flatMap(({ x }) => [...x])),
    plan: rows.flatMap(({ plan }) => plan),
  };
  const whole = profileOf(all);
  const chunks = rows.map((week) => profileOf(week, whole));
  return { draw, chunks, reference: { ...whole, learnt: learnEffects(whole, chunks, { by: 'week', minRows: 200 }) } };
}

describe('learnt thresholds', () => {
  it('are of each chunk against all others, with ddof 1', () => {
    const { reference, chunks } = learnFrom(3, 6, 0.2);
    expect(Profile.parse(reference)).toEqual(reference);
    const effects = chunks.map((chunk) => {
      const rest = subtractProfile(reference, chunk).columns[0];
      const [own] = chunk.columns;
      if (rest?.kind !== 'numeric' || own?.kind !== 'numeric') throw new Error('x is numeric');
      return wassersteinBounds(rest.numbers, own.numbers).high / rest.numbers.grid.scale;
    });
    const mean = effects.reduce((sum, effect) => sum + effect, 0) / 6;
    const deviation = Math.sqrt(effects.reduce((sum, effect) => sum + (effect - mean) ** 2, 0) / 5);
    const learnt = reference.learnt.effects.find(({ column, measure }) => column === 'x' && measure === 'wasserstein');
    expect(learnt?.mean).toBeCloseTo(mean, 2);
    expect(learnt?.deviation).toBeCloseTo(deviation, 2);
    expect(learnt && [learnt.mean >= mean, learnt.deviation >= deviation]).toEqual([true, true]);

    const settings = Drift.parse({ thresholds: 'learnt', alpha: 0.05, columns: { x: { threshold: 0.0001 } } });
    const report = compareProfiles({ reference, current: chunks[0] as Profile, settings, clock });
    const finding = report.columns
      .find(({ column }) => column === 'x')
      ?.findings.find(({ aspect }) => aspect === 'distribution');
    // Student's 95 % quantile with 5 degrees of freedom is 2.015.
    expect(finding?.threshold).toBeCloseTo(
      (learnt?.mean ?? 0) + 2.015 * Math.sqrt(1 + 1 / 6) * (learnt?.deviation ?? 0),
      3,
    );
    expect(finding).toMatchObject({ isLearnt: true });
    expect(finding?.message).toContain('the learnt');
  });

  it('hold for new weeks of the same population where fixed ones cry wolf, and still find what is new', () => {
    const alarms = { fixed: 0, learnt: 0, found: 0 };
    const trials = 60;
    for (let trial = 0; trial < trials; trial += 1) {
      const { draw, reference } = learnFrom(100 + trial, 12, 0.3);
      const ask = (shift: number, thresholds: Drift['thresholds']) => {
        const current = profileOf(drawWeek(draw, 0.3, shift), reference);
        const report = compareProfiles({ reference, current, settings: Drift.parse({ thresholds }), clock });
        return report.outcome === 'drift' ? 1 : 0;
      };
      alarms.fixed += ask(0, 'configured');
      alarms.learnt += ask(0, 'learnt');
      alarms.found += ask(3, 'learnt');
    }
    expect(alarms.fixed / trials).toBeGreaterThan(0.3);
    // Distances of wandering levels are not normal, so it is a little more than alpha.
    expect(alarms.learnt / trials).toBeLessThan(0.05);
    expect(alarms.found / trials).toBeGreaterThan(0.95);
  }, 60_000);

  it('never lower what the policy says', () => {
    const { draw, reference } = learnFrom(7, 8, 0);
    const settings = Drift.parse({ thresholds: 'learnt', numeric: { threshold: 2 }, categorical: { threshold: 0.5 } });
    const report = compareProfiles({ reference, current: profileOf(drawWeek(draw, 0), reference), settings, clock });
    expect(DriftReport.parse(report)).toEqual(report);
    const thresholds = report.columns.flatMap(({ findings }) =>
      findings.filter(({ aspect }) => aspect === 'distribution').map(({ threshold }) => threshold),
    );
    expect(thresholds.toSorted()).toEqual([0.5, 2]);
  });

  it.each([
    ['four chunks', 4, 200],
    ['chunks that are too small', 8, 301],
  ])('are refused for %s', (_, weeks, minRows) => {
    const draw = drawing(1);
    const rows = Array.from({ length: weeks }, () => drawWeek(draw, 0));
    const whole = profileOf({
      x: Float64Array.from(rows.flatMap(({ x }) => [...x])),
      plan: rows.flatMap(({ plan }) => plan),
    });
    const chunks = rows.map((week) => profileOf(week, whole));
    expect(() => learnEffects(whole, chunks, { by: 'week', minRows })).toThrow(/thresholds are learnt from 5 or more/);
  });

  it('are missing in a profile that knows no chunks: an error that says what to do, and so after a merge', () => {
    const { reference, chunks } = learnFrom(9, 6, 0);
    const settings = Drift.parse({ thresholds: 'learnt' });
    const current = chunks[0] as Profile;
    const merged = addProfiles(reference, current);
    expect(() => compareProfiles({ reference: merged, current, settings, clock })).toThrow(
      /holds nothing about its chunks/,
    );
  });
});
