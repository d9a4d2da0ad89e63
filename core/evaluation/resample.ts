import type { Draw } from './metric.ts';
import { jumpStream, type StreamState, seedStream } from './random-stream.ts';
import type { Units } from './units.ts';

/**
 * Bootstrap draws: as many units as there are, with replacement, times the sample weights. Replicate r reads stream r of the
 * seed, so its draw does not depend on which replicates were made before or by whom. Ask in ascending order where possible:
 * going back starts at stream 0 again. The array of a draw is reused by the next one.
 */
export function createResampler(units: Units, seed: number): (replicate: number) => Draw {
  const counts = new Uint8Array(units.count);
  const weights = new Float64Array(units.rows);
  let stream = seedStream(seed);
  let position = 0;
  return (replicate) => {
    if (replicate < position) {
      stream = seedStream(seed);
      position = 0;
    }
    for (; position < replicate; position += 1) jumpStream(stream);
    countDraws(stream.slice(), counts);
    weighRows(units, counts, weights);
    return { weights };
  };
}

/**
 * How often each unit is drawn. A unit is the upper word of 32 random bits times the number of units: its probability is off
 * 1 / units by less than 2^-32, which is 0.03 % of it at a million units. A byte is enough: 256 draws of one unit
 * have a probability below units / 256!, 1e-500 at a million. The generator is nextWord of random-stream.ts written out:
 * a call and four array accesses for each word would take three times as long.
 */
export function countDraws(state: StreamState, counts: Uint8Array): void {
  const units = counts.length;
  const scale = units / 2 ** 32;
  let s0 = state[0] as number;
  let s1 = state[1] as number;
  let s2 = state[2] as number;
  let s3 = state[3] as number;
  counts.fill(0);
  for (let draw = 0; draw < units; draw += 1) {
    const scrambled = Math.imul(s1, 5);
    const word = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >>> 21);
    const unit = (word * scale) | 0;
    counts[unit] = (counts[unit] as number) + 1;
  }
  state.set([s0, s1, s2, s3]);
}

function weighRows({ rows, ofRow, weights }: Units, counts: Uint8Array, into: Float64Array): void {
  if (ofRow === undefined) for (let row = 0; row < rows; row += 1) into[row] = counts[row] as number;
  else for (let row = 0; row < rows; row += 1) into[row] = counts[ofRow[row] as number] as number;
  if (weights) for (let row = 0; row < rows; row += 1) into[row] = (into[row] as number) * (weights[row] as number);
}
