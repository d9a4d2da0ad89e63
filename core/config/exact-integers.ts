/** An integer that no number of JavaScript can tell from its neighbours, as its digits; `isExact` says where one may stand. */
export function exactIntegers(
  value: unknown,
  isExact: (path: readonly PropertyKey[]) => boolean = () => true,
  path: readonly PropertyKey[] = [],
): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) || !isExact(path) ? number : String(value);
  }
  if (Array.isArray(value)) return value.map((item, index) => exactIntegers(item, isExact, [...path, index]));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([key, item]) => [key, exactIntegers(item, isExact, [...path, key])]));
}
