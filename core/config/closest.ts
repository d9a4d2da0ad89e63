/** The known name that is nearest to a misspelt one; undefined when none is near. */
export function closest(name: string, known: readonly string[], mostSlips = Infinity): string | undefined {
  const best = known
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .toSorted((left, right) => left.distance - right.distance)[0];
  // Of one letter any other is a slip away: only its case can be meant.
  const slips = name.length < 2 ? 0 : Math.min(mostSlips, Math.max(1, Math.floor(name.length / 3)));
  if (best && best.distance <= slips) return best.candidate;
  // `auc` for `roc_auc`: a part of the name is what people remember.
  return name.length < 3 ? undefined : known.find((candidate) => candidate.includes(name.toLowerCase()));
}

/** Optimal string alignment distance, one row at a time: two letters that changed places are one slip. */
function editDistance(left: string, right: string): number {
  let above: readonly number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const substitution = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      const isSwapped = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      const swap = isSwapped ? (above[j - 2] ?? 0) + 1 : substitution;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution, swap));
    }
    above = row;
    row = next;
  }
  return row[right.length] ?? 0;
}
