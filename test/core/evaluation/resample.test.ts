import { jumpStream, longJumpStream, nextWord, seedStream } from '@tidegate/core/evaluation/random-stream';
import { countDraws, createResampler } from '@tidegate/core/evaluation/resample';
import { effectiveSize, type Units, unitsOf } from '@tidegate/core/evaluation/units';
import { describe, expect, it } from 'vitest';
import { REFERENCES } from './tests/references.ts';

const { stream } = REFERENCES;
const ofRows = (rows: number): Units => ({ rows, count: rows, ofRow: undefined, weights: undefined });
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

describe('the stream of random words', () => {
  it('is xoshiro128**', () => {
    const state = Uint32Array.from(stream.state);
    expect(stream.words.map(() => nextWord(state))).toEqual(stream.words);
  });

  it('jumps by 2^64 and by 2^96 words, as powers of its matrix over GF(2) do', () => {
    const [state, far] = [Uint32Array.from(stream.state), Uint32Array.from(stream.state)];
    jumpStream(state);
    longJumpStream(far);
    expect([...state]).toEqual(stream.jumped);
    expect([...far]).toEqual(stream.longJumped);
  });

  it('differs in every word between near seeds', () => {
    const [left, right] = [seedStream(0), seedStream(1)];
    left.forEach((word, index) => {
      expect(word).not.toBe(right[index]);
    });
  });
});

describe('countDraws', () => {
  it('draws the units that the words of the stream name, by multiply and shift', () => {
    const [state, same] = [seedStream(7), seedStream(7)];
    const counts = new Uint8Array(50);
    countDraws(state, counts);
    const expected = new Uint8Array(50);
    for (let draw = 0; draw < 50; draw += 1) {
      const unit = Number((BigInt(nextWord(same)) * 50n) >> 32n);
      expected[unit] = (expected[unit] ?? 0) + 1;
    }
    expect(counts).toEqual(expected);
    expect(state).toEqual(same);
  });

  it('draws every unit alike: chi-square over 200 draws of 1,000 units', () => {
    const state = seedStream(3);
    const counts = new Uint8Array(1000);
    const totals = new Float64Array(1000);
    for (let replicate = 0; replicate < 200; replicate += 1) {
      countDraws(state, counts);
      counts.forEach((count, unit) => {
        totals[unit] = (totals[unit] ?? 0) + count;
      });
    }
    const statistic = sum(totals.map((total) => (total - 200) ** 2 / 200));
    // 999 degrees of freedom: the middle 99.9 % are 856 to 1,153.
    expect(statistic).toBeGreaterThan(856);
    expect(statistic).toBeLessThan(1153);
  });

  it('takes at most 12 ms for a million units, when nothing else runs', () => {
    const state = seedStream(7);
    const counts = new Uint8Array(1_000_000);
    const times = Array.from({ length: 12 }, () => {
      const started = performance.now();
      countDraws(state, counts);
      return performance.now() - started;
    });
    expect(Math.min(...times)).toBeLessThan(12);
  });
});

describe('createResampler', () => {
  it('gives a replicate the same draw in any order of asking', () => {
    const [forwards, backwards] = [createResampler(ofRows(40), 7), createResampler(ofRows(40), 7)];
    const draws = [0, 1, 2, 3].map((replicate) => forwards(replicate).weights.slice());
    for (const replicate of [3, 1, 2, 0]) expect(backwards(replicate).weights).toEqual(draws[replicate]);
    expect(draws[0]).not.toEqual(draws[1]);
  });

  it('gives every replicate an object of its own, by which metrics know a new draw', () => {
    const resample = createResampler(ofRows(5), 7);
    expect(resample(0)).not.toBe(resample(1));
  });

  it('draws whole groups, as many as there are, and multiplies sample weights in', () => {
    const groups = Int32Array.of(9, 4, 9, 4, 7, 7, 7, 9);
    const weights = Float64Array.of(1, 2, 3, 4, 5, 6, 0, 0.5);
    const sample = {
      task: 'regression',
      rows: 8,
      labels: new Float64Array(8),
      predictions: new Float64Array(8),
    } as const;
    const units = unitsOf(sample, groups, weights);
    expect(units.count).toBe(3);
    const resample = createResampler(units, 11);
    for (let replicate = 0; replicate < 50; replicate += 1) {
      const drawn = resample(replicate).weights;
      const times = [0, 1, 4].map((row) => (drawn[row] ?? 0) / (weights[row] ?? 1));
      expect(sum(times)).toBe(3);
      groups.forEach((code, row) => {
        expect(drawn[row]).toBe((times[[9, 4, 7].indexOf(code)] ?? 0) * (weights[row] ?? 0));
      });
    }
  });

  it('never takes rows of a ranking apart from their query', () => {
    const queries = Int32Array.of(0, 0, 1, 1, 1, 2);
    const empty = new Float64Array(6);
    const units = unitsOf({ task: 'ranking', rows: 6, labels: empty, scores: empty, queries }, undefined, undefined);
    expect(units).toMatchObject({ count: 3, ofRow: queries });
  });
});

describe('effectiveSize', () => {
  it.each<[string, Partial<Units>, number]>([
    ['rows that count alike', {}, 4],
    ['one row that counts alone', { weights: Float64Array.of(0, 5, 0, 0) }, 1],
    ['weights of 1 and 3', { weights: Float64Array.of(1, 1, 3, 3) }, 64 / 20],
    ['groups of equal size', { count: 2, ofRow: Int32Array.of(0, 0, 1, 1) }, 2],
    ['groups of 1 and 3 rows', { count: 2, ofRow: Int32Array.of(0, 1, 1, 1) }, 16 / 10],
    ['no weight at all', { weights: new Float64Array(4) }, 0],
  ])('of %s', (_, more, expected) => expect(effectiveSize({ ...ofRows(4), ...more })).toBeCloseTo(expected, 12));
});
