/** Below this, comparing is faster than counting. */
const FEW_ROWS = 4096;
/** Up to this, so is moving them one by one. */
const FEWER_ROWS = 24;
/** Two digits are a key. */
const DIGIT_BITS = 16;
const BUCKETS = 2 ** DIGIT_BITS;
const LAST_KEY = 2 ** 32 - 1;
const NEGATED = new Float64Array(1);
const WORDS = new Int32Array(NEGATED.buffer);
/** Where the sign of a float64 lies among its two words. */
const HIGH = new Uint32Array(Float64Array.of(1).buffer)[1] === 0 ? 0 : 1;

/** 32 bits of a score: where it lies in [0, 1], as most do, or one of the two words of the float64. */
type Key = 'place' | 'high' | 'low';

/** What one key leaves together, the next one parts: a low word all that have one high word. */
const NEXT: Readonly<Record<Key, Key | undefined>> = { place: 'high', high: 'low', low: undefined };

/**
 * Puts rows in the order of their scores, highest first; equal scores keep the order in which they are given. Returns, per rank,
 * 1 when the next row has another score.
 * @param rows indices into `scores`
 */
export function sortRows(rows: Int32Array, scores: ArrayLike<number>): Uint8Array {
  const endsTie = new Uint8Array(rows.length);
  sortBy('place', rows, scores, endsTie);
  return endsTie;
}

function sortBy(key: Key, rows: Int32Array, scores: ArrayLike<number>, endsTie: Uint8Array): void {
  if (rows.length < FEW_ROWS) {
    rows.sort((left, right) => (scores[right] as number) - (scores[left] as number));
    markTies(rows, scores, endsTie, 0, rows.length);
    return;
  }
  const pairs = sortPairs(key, rows, scores);
  if (pairs) readPairs(pairs, rows, scores, endsTie, NEXT[key]);
  else sortBy('high', rows, scores, endsTie);
}

/**
 * Pairs of [key, row] by key: radix sort from the lower digit to the higher (Knuth, TAOCP 3, 5.2.5), linear in rows, and stable.
 * Undefined where a score has no place in [0, 1].
 */
function sortPairs(kind: Key, rows: Int32Array, scores: ArrayLike<number>): Int32Array | undefined {
  const pairs = new Int32Array(2 * rows.length);
  const lower = new Int32Array(BUCKETS);
  const higher = new Int32Array(BUCKETS);
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] as number;
    const score = scores[row] as number;
    if (kind === 'place' && !(score >= 0 && score <= 1)) return undefined;
    const key = kind === 'place' ? (1 - score) * LAST_KEY : wordOf(score, kind);
    const low = key & (BUCKETS - 1);
    const high = key >>> DIGIT_BITS;
    lower[low] = (lower[low] as number) + 1;
    higher[high] = (higher[high] as number) + 1;
    pairs[2 * at] = key;
    pairs[2 * at + 1] = row;
  }
  const moved = new Int32Array(pairs.length);
  movePairs(pairs, moved, startPlaces(lower), 0);
  movePairs(moved, pairs, startPlaces(higher), DIGIT_BITS);
  return pairs;
}

/** Words that ascend, as unsigned numbers, while the score falls. */
function wordOf(score: number, word: Key): number {
  // 0 − x and not −x: both zeros must become the same key.
  NEGATED[0] = 0 - score;
  const high = WORDS[HIGH] as number;
  const sign = high >> 31;
  return word === 'high' ? high ^ (sign | 0x80000000) : (WORDS[1 - HIGH] as number) ^ sign;
}

/** Where the pairs of each bucket begin. */
function startPlaces(counts: Int32Array): Int32Array {
  let place = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    const count = counts[bucket] as number;
    counts[bucket] = place;
    place += 2 * count;
  }
  return counts;
}

function movePairs(from: Int32Array, to: Int32Array, places: Int32Array, shift: number): void {
  for (let at = 0; at < from.length; at += 2) {
    const key = from[at] as number;
    const bucket = (key >>> shift) & (BUCKETS - 1);
    const place = places[bucket] as number;
    places[bucket] = place + 2;
    to[place] = key;
    to[place + 1] = from[at + 1] as number;
  }
}

function readPairs(
  pairs: Int32Array,
  rows: Int32Array,
  scores: ArrayLike<number>,
  endsTie: Uint8Array,
  next: Key | undefined,
): void {
  let first = 0;
  for (let rank = 0; rank < rows.length; rank += 1) {
    rows[rank] = pairs[2 * rank + 1] as number;
    if (rank + 1 < rows.length && pairs[2 * rank] === pairs[2 * rank + 2]) continue;
    if (rank === first) endsTie[rank] = 1;
    else if (next && isCrowd(rows, scores, first, rank + 1))
      sortBy(next, rows.subarray(first, rank + 1), scores, endsTie.subarray(first, rank + 1));
    else settle(rows, scores, endsTie, first, rank + 1);
    first = rank + 1;
  }
}

function isCrowd(rows: Int32Array, scores: ArrayLike<number>, from: number, to: number): boolean {
  if (to - from <= FEWER_ROWS) return false;
  const score = scores[rows[from] as number];
  return rows.subarray(from, to).some((row) => scores[row] !== score);
}

/** Puts rows of one key in order, which are few or equal. */
function settle(rows: Int32Array, scores: ArrayLike<number>, endsTie: Uint8Array, from: number, to: number): void {
  for (let rank = from + 1; rank < to; rank += 1) {
    const row = rows[rank] as number;
    const score = scores[row] as number;
    let place = rank;
    for (; place > from && (scores[rows[place - 1] as number] as number) < score; place -= 1)
      rows[place] = rows[place - 1] as number;
    rows[place] = row;
  }
  markTies(rows, scores, endsTie, from, to);
}

function markTies(rows: Int32Array, scores: ArrayLike<number>, endsTie: Uint8Array, from: number, to: number): void {
  for (let rank = from + 1; rank < to; rank += 1)
    endsTie[rank - 1] = Number(scores[rows[rank - 1] as number] !== scores[rows[rank] as number]);
  if (to > from) endsTie[to - 1] = 1;
}
