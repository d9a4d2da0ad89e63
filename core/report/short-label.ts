/** A label of at most so many letters that says nothing wrong: numbers lose digits at their end, never their size. */
export function shortLabel(label: string, most: number): string {
  if (label.length <= most) return label;
  const ends = label.split(' to ');
  const numbers = ends.map((end) => (end.trim() === '' ? Number.NaN : Number(end)));
  if (numbers.every((number) => Number.isFinite(number))) {
    for (const digits of [3, 2, 1]) {
      const shorter = numbers.map((number) => shortNumber(number, digits)).join(' to ');
      if (shorter.length <= most) return shorter;
    }
    return shortLabel(shortNumber(numbers[0] ?? 0, 3), most);
  }
  // A span of times is told by its beginning.
  const [first = ''] = ends;
  if (ends.length === 2 && /^\d{4}-\d{2}-\d{2}/.test(first) && first.length <= most) return first;
  return `${label.slice(0, Math.max(0, most - 2)).trimEnd()}..`;
}

function shortNumber(number: number, digits: number): string {
  const rounded = Number(number.toPrecision(digits));
  const [plain, scientific] = [String(rounded), rounded.toExponential().replace('e+', 'e')];
  return plain.length <= scientific.length ? plain : scientific;
}
