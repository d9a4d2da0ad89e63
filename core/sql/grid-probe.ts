import { OperatorError } from '../errors.ts';
import type { SqlEngine } from '../ports/sql-engine.ts';

const BINS = 256;
const CENTER = 0.3;
const SCALE = 1.7;
const AROUND_EDGES = [0, 1, -1] as const;

/** b(x) = floor(((x − m) / (s + |x − m|) + 1) · K/2), as a profile computes it. */
function binOf(value: number): number {
  const distance = value - CENTER;
  return Math.floor((distance / (SCALE + Math.abs(distance)) + 1) * (BINS / 2));
}

/** Values on the edges of bins and one step beside them, where any other arithmetic shows, and some far out. */
function probeValues(): readonly number[] {
  const values = [0, CENTER, 1e-300, -1e-300, 1e300, -1e300, 2 ** 53, -(2 ** 53), 1e16 * SCALE, 0.1 + 0.2];
  for (let edge = 1; edge < BINS; edge += 1) {
    const share = edge / (BINS / 2) - 1;
    const value = CENTER + (SCALE * share) / (1 - Math.abs(share));
    for (const steps of AROUND_EDGES) values.push(step(value, steps), step(-value, steps));
  }
  return values.filter(Number.isFinite);
}

/** The next double above or below. */
function step(value: number, steps: number): number {
  const bits = new BigInt64Array(new Float64Array([value]).buffer);
  bits[0] = (bits[0] ?? 0n) + BigInt(steps);
  return new Float64Array(bits.buffer)[0] ?? 0;
}

/**
 * Asks an engine to count some 1,500 values on a grid, and compares with the counts of this machine's IEEE 754 arithmetic: an
 * engine that fuses or reorders operations would count some rows one bin away from where all others count them.
 * @throws OperatorError `engine-failed` where one count differs
 */
export async function probeGrid(engine: Pick<SqlEngine, 'dialect' | 'query'>, name: string): Promise<void> {
  const { double, castToInteger, numbers } = engine.dialect;
  const values = probeValues();
  const distance = `(x - ${double(CENTER)})`;
  const share = `${distance} / (${double(SCALE)} + abs(${distance}))`;
  const bin = castToInteger(`floor((${share} + ${double(1)}) * ${double(BINS / 2)})`);
  const rows = await engine.query(
    `SELECT b, count(*) FROM (SELECT ${bin} AS b FROM ${numbers(values, 'x')}) p GROUP BY b`,
  );
  const found = new Map(rows.map(([b, count]) => [Number(b), Number(count)]));
  const expected = new Map<number, number>();
  for (const value of values) expected.set(binOf(value), (expected.get(binOf(value)) ?? 0) + 1);
  const wrong = [...new Set([...found.keys(), ...expected.keys()])].find((b) => found.get(b) !== expected.get(b));
  if (wrong === undefined) return;
  throw new OperatorError(
    'engine-failed',
    `${name} computes otherwise than IEEE 754 says: ${found.get(wrong) ?? 0} of ${values.length} probe values in bin ${wrong}, not ${expected.get(wrong) ?? 0}.`,
    'Its counts could not be compared with those of other engines. Use another engine or version, and tell us which one this is.',
  );
}
