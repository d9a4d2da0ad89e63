import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Whole numbers from 0 to below a limit, the same for the same seed. */
export function createChoice(seed: number): (below: number) => number {
  const random = xoroshiro128plus(seed);
  return (below) => uniformInt(random, 0, below - 1);
}

type Choose = ReturnType<typeof createChoice>;

/** Bytes after an accident: flipped, cut, doubled, zeroed or with something put in. */
export function mutateBytes(bytes: Uint8Array, choose: Choose): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const [from, to] = [choose(copy.length), choose(copy.length)].toSorted((left, right) => left - right) as [
    number,
    number,
  ];
  switch (choose(6)) {
    case 0:
      for (let flips = 1 + choose(4); flips > 0; flips -= 1) copy[choose(copy.length)] = choose(256);
      return copy;
    case 1:
      return copy.subarray(0, from);
    case 2:
      return copy.fill(0, from, to);
    case 3:
      return Uint8Array.from([...copy.subarray(0, to), ...copy.subarray(from)]);
    case 4:
      return Uint8Array.from([...copy.subarray(0, from), ...Array.from({ length: 8 }, () => choose(256)), ...copy]);
    default:
      return copy.subarray(from);
  }
}

const HOSTILE: readonly unknown[] = [
  null,
  -1,
  0,
  1,
  0.5,
  1e308,
  -1e308,
  5e-324,
  2 ** 53,
  2 ** 53 - 1,
  256,
  '',
  'x'.repeat(2_000),
  '__proto__',
  '<script>',
  [],
  {},
  true,
];

/** A copy with some places in it, at any depth alike, that hold something else or nothing. */
export function mutateValue(value: unknown, choose: Choose): unknown {
  const copy = structuredClone(value);
  const place = (): readonly [holder: Record<string, unknown>, key: string] => {
    let holder = copy as Record<string, unknown>;
    for (;;) {
      const keys = Object.keys(holder);
      const key = keys[choose(Math.max(1, keys.length))] ?? '';
      const next = holder[key];
      if (typeof next !== 'object' || next === null || choose(4) === 0) return [holder, key];
      holder = next as Record<string, unknown>;
    }
  };
  for (let changes = 1 + choose(2); changes > 0; changes -= 1) {
    const [holder, key] = place();
    const way = choose(HOSTILE.length + 3);
    if (way < HOSTILE.length) holder[key] = structuredClone(HOSTILE[way]);
    else if (way === HOSTILE.length) delete holder[key];
    else {
      const [other, from] = place();
      holder[key] = structuredClone(other[from]);
    }
  }
  return copy;
}
