import { deLong } from '@tidegate/core/evaluation/tests/delong';
import { describe, expect, it } from 'vitest';
import { isClose, REFERENCES } from './references.ts';

describe('deLong', () => {
  it.each(REFERENCES.delong)('is the definition, every positive against every negative: $name', (expected) => {
    const actual = deLong(
      Uint8Array.from(expected.labels),
      Float64Array.from(expected.candidate),
      Float64Array.from(expected.baseline),
      0.95,
    );
    for (const key of ['difference', 'variance', 'z', 'p', 'low', 'high'] as const)
      expect(isClose(actual[key], expected[key], 1e-10), `${key} ${actual[key]} ${expected[key]}`).toBe(true);
  });

  it('finds nothing between two models that rank alike, however they scale', () => {
    const labels = Uint8Array.of(1, 0, 1, 0, 0);
    const scores = Float64Array.of(0.9, 0.2, 0.4, 0.5, 0.1);
    const halved = scores.map((score) => score / 2);
    expect(deLong(labels, scores, halved, 0.95)).toMatchObject({
      difference: 0,
      variance: 0,
      z: 0,
      p: 1,
      low: 0,
      high: 0,
    });
  });

  it.each([
    ['one class', [1, 1, 1, 1]],
    ['a class of one row', [1, 0, 0, 0]],
  ])('says nothing of %s', (_, labels) => {
    const scores = Float64Array.of(0.1, 0.2, 0.3, 0.4);
    expect(deLong(Uint8Array.from(labels), scores, scores.toReversed(), 0.95).p).toBeNaN();
  });

  it('takes less than a second for 200,000 rows: it is no sum over pairs', () => {
    const labels = Uint8Array.from({ length: 200_000 }, (_, row) => row % 2);
    const scores = Float64Array.from(labels, (_, row) => ((row * 7919) % 104_729) / 104_729);
    // Of the processor, not of the clock: other work on the machine is none of ours.
    const started = process.threadCpuUsage();
    deLong(labels, scores, scores.toReversed(), 0.95);
    expect(process.threadCpuUsage(started).user / 1e6).toBeLessThan(1);
  });
});
