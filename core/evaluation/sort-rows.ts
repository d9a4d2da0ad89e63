/** Below this, comparing is faster than counting. */
const FEW_ROWS = 4096;
const DIGITS = 4;
const BUCKETS = 65_536;
/** Where the sign of a float64 lies among its two halves. */
const HIGH = new Uint32Array(Float64Array.of(1).buffer)[1] === 0 ? 0 : 1;

/**
 * Rows by score, highest first; equal scores keep the order in which the rows are given.
 * @param rows indices into `scores`
 */
export function sortRows(rows: Int32Array, scores: ArrayLike<number>): Int32Array {
  if (rows.length < FEW_ROWS) {
    return rows.toSorted((left, right) => (scores[right] as number) - (scores[left] as number));
  }
  return sortByDigits(rows, sortableKeys(scores));
}

/** 64 bits a row, as pairs [low, high], that ascend as unsigned numbers while the score falls. */
function sortableKeys(scores: ArrayLike<number>): Uint32Array {
  const negated = new Float64Array(scores.length);
  // 0 − x and not −x: both zeros must become the same key.
  for (let row = 0; row < negated.length; row += 1) negated[row] = 0 - (scores[row] as number);
  const halves = new Uint32Array(negated.buffer);
  for (let at = 0; at < halves.length; at += 2) {
    const high = halves[at + HIGH] as number;
    const low = halves[at + 1 - HIGH] as number;
    const isNegative = high >= 0x80000000;
    halves[at] = isNegative ? ~low : low;
    halves[at + 1] = isNegative ? ~high : high + 0x80000000;
  }
  return halves;
}

/** Radix sort from the lowest of four digits to the highest (Knuth, TAOCP 3, 5.2.5): linear in rows, and stable. */
function sortByDigits(rows: Int32Array, keys: Uint32Array): Int32Array {
  let from = Int32Array.from(rows);
  let to = new Int32Array(rows.length);
  for (let digit = 0; digit < DIGITS; digit += 1) {
    const half = digit >> 1;
    const shift = (digit & 1) << 4;
    const places = new Uint32Array(BUCKETS);
    for (let at = 0; at < from.length; at += 1) {
      const bucket = ((keys[2 * (from[at] as number) + half] as number) >>> shift) & 0xffff;
      places[bucket] = (places[bucket] as number) + 1;
    }
    if (places.includes(rows.length)) continue; // one digit for all: as with the low ones of rounded scores
    for (let bucket = 0, place = 0; bucket < BUCKETS; bucket += 1) {
      const count = places[bucket] as number;
      places[bucket] = place;
      place += count;
    }
    for (let at = 0; at < from.length; at += 1) {
      const row = from[at] as number;
      const bucket = ((keys[2 * row + half] as number) >>> shift) & 0xffff;
      const place = places[bucket] as number;
      to[place] = row;
      places[bucket] = place + 1;
    }
    [from, to] = [to, from];
  }
  return from;
}
