import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfig } from '@tidegate/core/config/parse-config';
import { Config } from '@tidegate/core/config/schema';
import { OperatorError } from '@tidegate/core/errors';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { damagedText } from '../../damage/damaged-text.ts';
import { damagedValue } from '../../damage/damaged-value.ts';
import { readAll as readTexts } from '../../damage/read-all.ts';
import { YAML_SIGNS, YAML_VALUES } from '../../damage/yaml-signs.ts';

const SEED = 20_261_121;
/** Also on a machine that is busy; what takes time with the square of its size takes minutes. */
const SANE_MS = 10_000;
const templates = ['churn', 'chicago'].map((name) =>
  readFileSync(join(import.meta.dirname, `../../../templates/${name}/tidegate.yml`), 'utf8'),
);

const warnings: Error[] = [];
const keep = (warning: Error) => void warnings.push(warning);
beforeAll(() => void process.on('warning', keep));
afterAll(() => void process.off('warning', keep));

/** Gives a policy that its schema accepts, or tells a person where the file is wrong; anything else is our fault. */
function readOne(text: string): 'read' | 'refused' {
  const start = performance.now();
  try {
    const config = parseConfig(text);
    expect(Config.safeParse(config).error?.issues).toBeUndefined();
    return 'read';
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    expect(error.code).toBe('config-invalid');
    const last = text.split(/\r\n|\r|\n/).length;
    const [first = ''] = error.message.split('\n');
    const [, line] = /^tidegate\.yml:(\d+) \S/.exec(first) ?? [];
    expect(Number(line), first).toBeGreaterThanOrEqual(1);
    expect(Number(line), first).toBeLessThanOrEqual(last);
    expect(error.message).not.toMatch(/\[object Object\]|undefined|NaN/);
    return 'refused';
  } finally {
    expect(performance.now() - start).toBeLessThan(SANE_MS);
  }
}

const readAll = (texts: fc.Arbitrary<string>, numRuns: number) => readTexts(texts, readOne, { seed: SEED, numRuns });

it('a policy whose values are exchanged is read, or refused with its line', () => {
  const write = fc.constantFrom<(value: object) => string>(JSON.stringify, (value) =>
    stringify(value, { aliasDuplicateObjects: false }),
  );
  const keys = ['kind', 'metric', 'gate', 'models', 'slices', 'column', 'max', 'min'];
  const damaged = fc.oneof(...templates.map((text) => damagedValue(parse(text), { hostile: YAML_VALUES, keys })));
  const told = readAll(
    fc.tuple(damaged, write).map(([value, render]) => render(value)),
    400,
  );
  expect(told.read).toBeGreaterThan(10);
  expect(told.refused).toBeGreaterThan(100);
});

it('a policy whose text is cut and mixed is read, or refused with its line', () => {
  const told = readAll(fc.oneof(...templates.map((text) => damagedText(text, YAML_SIGNS))), 150);
  expect(told.read).toBeGreaterThan(10);
  expect(told.refused).toBeGreaterThan(75);
});

it('what is no policy at all is refused with a line', () => {
  const signs = fc.array(fc.constantFrom(...YAML_SIGNS, 'a', '1', '\n- ', 'models'), { maxLength: 30 });
  const free = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json({ maxDepth: 6 }),
    signs.map((parts) => parts.join('')),
  );
  expect(readAll(free, 200)).toEqual({ read: 0, refused: 200 });
});

it('a key that is a mapping is an unknown key, of which nothing is printed beside the error', async () => {
  expect(readOne('version: 1\n? { a: 1 }\n: 2\n')).toBe('refused');
  // Node tells of warnings a tick later.
  await new Promise(setImmediate);
  expect(warnings).toEqual([]);
});
