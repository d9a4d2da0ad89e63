import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMetricCommand } from '@tidegate/core/adapters/metric-command';
import { OwnMetric } from '@tidegate/core/config/own-metric';
import type { Sample } from '@tidegate/core/evaluation/sample';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'tidegate-own-metric-'));
const temporary = mkdtempSync(join(tmpdir(), 'tidegate-own-metric-rows-'));
const sample: Sample = {
  task: 'regression',
  rows: 3,
  labels: Float64Array.from([1, 2, 4]),
  predictions: Float64Array.from([1.5, 2, 3]),
};
const COST = `
  import { readFileSync } from 'node:fs';
  const rows = readFileSync(process.env.TIDEGATE_PREDICTIONS, 'utf8').trim().split('\\n').map((line) => JSON.parse(line));
  console.log(rows.length + ' rows');
  const value = rows.reduce((sum, { label, prediction, weight }) => sum + weight * Math.abs(label - prediction), 0);
  console.log(JSON.stringify({ name: 'cost', value, higher_is_better: false }));
`;

beforeAll(() => {
  writeFileSync(join(folder, 'cost.mjs'), COST);
  vi.stubEnv('TMPDIR', temporary);
});
afterEach(() => expect(readdirSync(temporary)).toEqual([]));
afterAll(() => {
  vi.unstubAllEnvs();
  for (const each of [folder, temporary]) rmSync(each, { recursive: true, force: true });
});

function ask(
  command: string,
  options: {
    readonly settings?: Readonly<Record<string, unknown>>;
    readonly weights?: Float64Array;
    readonly environment?: Readonly<Record<string, string>>;
    readonly workspace?: string;
  } = {},
) {
  const lines: string[] = [];
  const run = runMetricCommand({
    metric: OwnMetric.parse({ name: 'cost', command, ...options.settings }),
    sample,
    weights: options.weights,
    groups: undefined,
    workspace: options.workspace ?? folder,
    environment: { PATH: process.env['PATH'], ...options.environment },
    onLine: (line) => lines.push(line),
  });
  return run.then((values) => ({ values, lines }));
}
const print = (...lines: readonly string[]) => lines.map((line) => `echo '${line}'`).join('; ');
const good = '{"name": "cost", "value": 2, "higher_is_better": false}';

describe("a metric command of the user's own", () => {
  it('reads the rows and prints its metric; anything else that it prints is its log', async () => {
    const { values, lines } = await ask('node cost.mjs', { weights: Float64Array.from([2, 1, 3]) });
    expect(values).toEqual([{ name: 'cost', value: 4, higherIsBetter: false }]);
    expect(lines).toEqual(['3 rows']);
  });

  it('finds the rows in a folder that is gone afterwards', async () => {
    const { lines } = await ask(`echo "$TIDEGATE_PREDICTIONS"; ${print(good)}`);
    expect(lines[0]).toMatch(/predictions\.jsonl$/);
    expect(lines[0]?.startsWith(temporary)).toBe(true);
  });

  it('may print several metrics, the one of the policy among them', async () => {
    const { values } = await ask(print('{"name": "profit", "value": -1.5e3, "higher_is_better": true}', good));
    expect(values).toEqual([
      { name: 'profit', value: -1500, higherIsBetter: true },
      { name: 'cost', value: 2, higherIsBetter: false },
    ]);
  });

  it('takes the direction of the policy where it prints none', async () => {
    const { values } = await ask(print('{"name": "cost", "value": 2}'), { settings: { 'higher-is-better': false } });
    expect(values).toEqual([{ name: 'cost', value: 2, higherIsBetter: false }]);
  });

  it('takes metrics from standard output only, and JSON that is no metric as log', async () => {
    const { values, lines } = await ask(`echo '${good.replace('cost', 'other')}' >&2; ${print('{"level": 30}', good)}`);
    expect(values).toHaveLength(1);
    expect(lines.toSorted()).toEqual([good.replace('cost', 'other'), '{"level": 30}'].toSorted());
  });

  it('sees no secret, and cannot speak with the runner', async () => {
    const environment = { GITHUB_TOKEN: 'ghs_secret', INPUT_GITHUB_TOKEN: 'ghs_secret', LANG: 'C' };
    const { lines } = await ask(`env; echo '::add-mask::a'; ${print(good)}`, { environment });
    expect(lines.filter((line) => line.includes('secret'))).toEqual([]);
    expect(lines).toContain('LANG=C');
    expect(lines).toContain(':\u200b:add-mask::a');
  });
});

describe("a metric command of the user's own that goes wrong is refused with its reason", () => {
  it.each([
    [
      'fails',
      'echo no such column >&2; exit 3',
      'metric-failed',
      'ended with exit code 3. Its last lines: no such column',
    ],
    ['fails after it printed its metric', `${print(good)}; exit 1`, 'metric-failed', 'exit code 1'],
    ['is killed', 'kill -9 $$', 'metric-failed', 'signal SIGKILL'],
    ['is not there', 'no-such-metric', 'metric-failed', 'exit code 127'],
    ['writes without end', 'yes', 'metric-failed', 'wrote more than 1048576 bytes'],
    ['writes a line without end', 'cat /dev/zero', 'metric-failed', 'wrote more than 1048576 bytes'],
    ['writes errors without end', 'yes >&2', 'metric-failed', 'wrote more than 1048576 bytes'],
    ['prints nothing', 'true', 'metrics-invalid', 'The command of metric "cost" printed no metric.'],
    [
      'prints another metric only',
      print(good.replace('cost', 'gain')),
      'metrics-invalid',
      'printed gain and no "cost"',
    ],
    ['prints a metric twice', print(good, good), 'metrics-invalid', 'printed "cost" twice'],
    ['prints broken JSON', print('{"name": "cost", "value": 2'), 'metrics-invalid', 'which is no JSON'],
    ['prints NaN as Python does', print(good.replace('2', 'NaN')), 'metrics-invalid', 'the value is NaN'],
    [
      'prints infinity as Python does',
      print(good.replace('2', '-Infinity')),
      'metrics-invalid',
      'the value is -Infinity',
    ],
    ['prints NaN as null', print(good.replace('2', 'null')), 'metrics-invalid', 'value '],
    ['prints a number beyond any', print(good.replace('2', '1e999')), 'metrics-invalid', 'value '],
    ['prints a number as text', print(good.replace('2', '"2"')), 'metrics-invalid', 'value '],
    ['prints an unknown key', print(good.replace('}', ', "sd": 1}')), 'metrics-invalid', '"sd"'],
    ['prints a name that no policy can have', print(good.replace('cost', 'Cost!')), 'metrics-invalid', 'name expected'],
    ['prints no direction', print('{"name": "cost", "value": 2}'), 'metrics-invalid', 'without higher_is_better'],
    [
      'prints more metrics than are taken',
      `for i in $(seq 101); do echo '${good}'; done`,
      'metrics-invalid',
      'printed 101 metrics',
    ],
  ])('%s', async (_, command, code, message) => {
    const hint = expect.stringMatching(/\w/);
    await expect(ask(command)).rejects.toMatchObject({ code, hint, message: expect.stringContaining(message) });
  });

  it('prints another direction than the policy says', async () => {
    await expect(ask(print(good), { settings: { 'higher-is-better': true } })).rejects.toMatchObject({
      code: 'metrics-invalid',
      message: expect.stringContaining('the policy says higher-is-better: true'),
    });
  });

  it('runs where there is no folder', async () => {
    await expect(ask('true', { workspace: join(folder, 'gone') })).rejects.toMatchObject({
      code: 'metric-failed',
      message: expect.stringContaining('could not be started'),
    });
  });

  it('takes too long: it is ended with everything that it started', async () => {
    const settings = { 'timeout-minutes': 0.003 };
    const began = performance.now();
    await expect(ask('sleep 60 & sleep 60', { settings })).rejects.toThrow('took longer than 0.003 minutes');
    // A process that leaves the group keeps the pipe, not us.
    await expect(ask('setsid sleep 4 & sleep 60', { settings })).rejects.toThrow('took longer than 0.003 minutes');
    expect(performance.now() - began).toBeLessThan(3000);
  });
});
