/** Largest distance and area between the two distribution functions, by sorting all values. */
export function exactDistances(left: Float64Array, right: Float64Array) {
  const [one, other] = [left.toSorted(), right.toSorted()];
  const all = Float64Array.from([...one, ...other]).sort();
  let [distance, area, i, j] = [0, 0, 0, 0];
  for (let at = 0; at < all.length; at += 1) {
    const value = all[at] as number;
    while (i < one.length && (one[i] as number) <= value) i += 1;
    while (j < other.length && (other[j] as number) <= value) j += 1;
    const gap = Math.abs(i / one.length - j / other.length);
    distance = Math.max(distance, gap);
    area += gap * ((all[at + 1] ?? value) - value);
  }
  return { distance, area };
}
