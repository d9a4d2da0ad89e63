import fc from 'fast-check';

/** What people, engines and attackers write where something else is expected. */
const HOSTILE: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1,
  0.5,
  256,
  1e308,
  -1e308,
  5e-324,
  2 ** 53,
  2 ** 53 - 1,
  '',
  ' ',
  '__proto__',
  'constructor',
  '<script>',
  '\0',
  '\u2028',
  '\ud800',
  'x'.repeat(2_000),
  [],
  {},
  [[]],
  [null],
];
const KEYS = ['__proto__', 'constructor', 'kind', 'version', 'name', 'type', 'x', ''];

/** Which way to go at each depth: a number for a key among the keys that are there. */
const way = fc.array(fc.nat(10_000), { minLength: 1, maxLength: 12 });
type Edit = (root: Holder) => void;
type Holder = Record<string, unknown>;

/**
 * A value of JSON in which one to three places, at any depth alike, hold something else, nothing, what another place holds, or
 * have another name.
 */
export function damagedValue(
  value: object,
  { hostile = [], keys = [] }: { readonly hostile?: readonly unknown[]; readonly keys?: readonly string[] } = {},
): fc.Arbitrary<object> {
  const other = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...HOSTILE, ...hostile) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
    { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
    { weight: 1, arbitrary: fc.maxSafeInteger() },
    { weight: 1, arbitrary: fc.integer({ min: -3, max: 300 }) },
  );
  const name = fc.constantFrom(...KEYS, ...keys);
  const edit: fc.Arbitrary<Edit> = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(way, other).map(
        ([path, put]): Edit =>
          (root) =>
            at(root, path, (holder, key) => define(holder, key, put)),
      ),
    },
    {
      weight: 1,
      arbitrary: way.map(
        (path): Edit =>
          (root) =>
            at(root, path, remove),
      ),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(way, way).map(
        ([path, source]): Edit =>
          (root) => {
            let found: unknown;
            at(root, source, (holder, key) => {
              found = holder[key];
            });
            at(root, path, (holder, key) => define(holder, key, found));
          },
      ),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(way, name).map(
        ([path, fresh]): Edit =>
          (root) =>
            at(root, path, (holder, key) => {
              const held = holder[key];
              remove(holder, key);
              define(holder, fresh, held);
            }),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(way, name, other).map(
        ([path, fresh, put]): Edit =>
          (root) =>
            at(root, path, (holder) => define(holder, fresh, put)),
      ),
    },
  );
  return fc.array(edit, { minLength: 1, maxLength: 3 }).map((edits) => {
    const copy = structuredClone(value) as Holder;
    for (const each of edits) each(copy);
    return copy;
  });
}

function at(root: Holder, path: readonly number[], change: (holder: Holder, key: string) => void): void {
  let holder = root;
  for (const [depth, number] of path.entries()) {
    const keys = Object.keys(holder);
    const key = keys[number % Math.max(1, keys.length)];
    if (key === undefined) return;
    const next = holder[key];
    if (depth === path.length - 1 || typeof next !== 'object' || next === null) {
      change(holder, key);
      return;
    }
    holder = next as Holder;
  }
}

function remove(holder: Holder, key: string): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

/** Also of a name that would otherwise change what the holder inherits. */
function define(holder: Holder, key: string, value: unknown): void {
  if (Array.isArray(holder) && !/^\d+$/.test(key)) holder.push(structuredClone(value));
  else
    Object.defineProperty(holder, key, {
      value: structuredClone(value),
      writable: true,
      enumerable: true,
      configurable: true,
    });
}
