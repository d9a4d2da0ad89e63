/**
 * xoshiro128** 1.1 (Blackman & Vigna 2018): 32-bit words only, which JavaScript computes without BigInt, and a jump that cuts
 * its period of 2^128 − 1 into streams. The state is four words that never are all zero.
 */
export type StreamState = Uint32Array;

const JUMP_64 = [0x8764000b, 0xf542d2d3, 0x6fa035c3, 0x77f2db5b];
const JUMP_96 = [0xb523952e, 0x0b6f099f, 0xccf5a0ef, 0x1c580662];

/** The state for a seed; its words are the first four of SplitMix32, so that near seeds have far states. */
export function seedStream(seed: number): StreamState {
  const state = new Uint32Array(4);
  let counter = seed | 0;
  for (let word = 0; word < 4; word += 1) {
    counter = (counter + 0x9e3779b9) | 0;
    let mixed = Math.imul(counter ^ (counter >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    state[word] = mixed ^ (mixed >>> 16);
  }
  return state;
}

/** The next word, 0 … 2^32 − 1; advances the state. */
export function nextWord(state: StreamState): number {
  const s1 = state[1] as number;
  const scrambled = Math.imul(s1, 5);
  const word = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
  const s2 = (state[2] as number) ^ (state[0] as number);
  const s3 = (state[3] as number) ^ s1;
  state[1] = s1 ^ s2;
  state[0] = (state[0] as number) ^ s3;
  state[2] = s2 ^ (s1 << 9);
  state[3] = (s3 << 11) | (s3 >>> 21);
  return word;
}

/** Moves on by 2^64 words: streams that are one jump apart never share a word. */
export function jumpStream(state: StreamState): void {
  jump(state, JUMP_64);
}

/** Moves on by 2^96 words: to streams that no number of ordinary jumps reaches. */
export function longJumpStream(state: StreamState): void {
  jump(state, JUMP_96);
}

function jump(state: StreamState, polynomial: readonly number[]): void {
  const sum = new Uint32Array(4);
  for (const coefficients of polynomial) {
    for (let bit = 0; bit < 32; bit += 1) {
      if ((coefficients >>> bit) & 1)
        for (let word = 0; word < 4; word += 1) sum[word] = (sum[word] as number) ^ (state[word] as number);
      nextWord(state);
    }
  }
  state.set(sum);
}
