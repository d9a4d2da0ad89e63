import { areaUnderRoc, averagePrecisionOf, rankRows } from '@tidegate/core/evaluation/prepare-area';
import { sortRows } from '@tidegate/core/evaluation/sort-rows';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';

const random = xoroshiro128plus(3);
const next = () => (random.next() >>> 0) / 2 ** 32;
const MANY = 10_000;

describe.each([
  ['random, of both signs', () => 2 * next() - 1],
  ['heavily tied', () => Math.round(4 * next()) / 4],
  ['one value', () => 0.25],
  ['one value above 1', () => 25],
  ['zeros of both signs', () => (next() < 0.5 ? 0 : -0)],
  ['probabilities', next],
  ['crowded in a small part of the range', () => (next() < 0.01 ? next() : 0.7 + 1e-13 * next())],
  ['far apart', () => (next() - 0.5) * 10 ** Math.floor(600 * next() - 300)],
  ['infinite', () => [Number.NEGATIVE_INFINITY, -1, 0, 1, Number.POSITIVE_INFINITY][Math.floor(5 * next())] ?? 0],
])('scores that are %s', (_, draw) => {
  const scores = Float64Array.from({ length: MANY }, draw);
  it('are sorted as by comparison, in the order given where they are equal', () => {
    const every = Int32Array.from(scores.keys()).reverse();
    const byComparison = [...every].sort((left, right) =>
      scores[left] === scores[right] ? 0 : (scores[right] ?? 0) - (scores[left] ?? 0),
    );
    const few = every.filter((row) => row % 7 === 0);
    const endsTie = sortRows(every, scores);
    expect([...every]).toEqual(byComparison);
    expect([...endsTie]).toEqual(
      byComparison.map((row, rank) => Number(scores[row] !== scores[byComparison[rank + 1] ?? -1])),
    );
    sortRows(few, scores);
    expect([...few]).toEqual(byComparison.filter((row) => row % 7 === 0));
  });
});

it('scores that are no numbers do not hang it', () => {
  const rows = Int32Array.from({ length: MANY }, (_, row) => row);
  expect(sortRows(rows, new Float64Array(MANY).fill(Number.NaN))).toEqual(new Uint8Array(MANY).fill(1));
});

it('areas of many rows, tied and weighted, are those by definition', () => {
  const rows = 5000;
  const labels = Uint8Array.from({ length: rows }, () => (next() < 0.1 ? 1 : 0));
  const scores = Float64Array.from(labels, (label) => Math.round(300 * (next() + 0.3 * label)) / 300);
  const weights = Float64Array.from(labels, () => Math.floor(3 * next()));
  let [won, pairs, precision, positives] = [0, 0, 0, 0];
  for (let row = 0; row < rows; row += 1) {
    if (labels[row] === 0) continue;
    const [own, score] = [weights[row] ?? 0, scores[row] ?? 0];
    let [above, all] = [0, 0];
    for (let other = 0; other < rows; other += 1) {
      const weight = weights[other] ?? 0;
      const gap = score - (scores[other] ?? 0);
      if (labels[other] === 0) won += own * weight * (gap > 0 ? 1 : gap === 0 ? 0.5 : 0);
      if (labels[other] === 0) pairs += own * weight;
      if (gap <= 0) all += weight;
      if (gap <= 0 && labels[other] === 1) above += weight;
    }
    positives += own;
    precision += own * (all === 0 ? 0 : above / all);
  }
  const ranked = rankRows(labels, scores);
  expect(areaUnderRoc(ranked, weights)).toBeCloseTo(won / pairs, 12);
  expect(averagePrecisionOf(ranked, weights)).toBeCloseTo(precision / positives, 12);
});
