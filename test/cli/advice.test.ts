import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCli } from './start-cli.ts';
import { makeMatrixModel, makeWorkspace } from './workspace.ts';

let folder = '';
let cli: ReturnType<typeof startCli>;
const FORM = '{"kind":"tidegate.predictions","version":1,"rows":n,"values":[…]}';

beforeAll(() => {
  folder = makeWorkspace();
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const policy = readFileSync(join(folder, 'tidegate.yml'), 'utf8');
  write('parity.yml', policy.replace('- kind: threshold', '- { kind: parity }\n      - kind: threshold'));
  write('list.json', '[0.1, 0.2]');
  write('pairs.json', JSON.stringify(Array.from({ length: 300 }, () => [0.4, 0.6])));
  write('headless.json', '{"rows": 2, "values": [0.1, 0.2]}');
  write('uneven.json', '{"kind": "tidegate.predictions", "version": 1, "rows": 2, "values": [0.1, 0.2, 0.3]}');
  const rows = Array.from(
    { length: 40 },
    (_, row) => `${row === 30 ? '' : row % 39},${row % 2},${row === 3 ? '71.3%' : 0.5}`,
  );
  write('cells.csv', `id,y,p\n${rows.join('\n')}\n`);
  const named = Array.from({ length: 40 }, (_, row) => `${row === 30 ? '' : row},${row % 2},0.5`);
  write('no-id.csv', `id,y,p\n${named.join('\n')}\n`);
  const [header, first, second = '', ...others] = readFileSync(join(folder, 'data.csv'), 'utf8').split('\n');
  write('gap.csv', [header, first, second.replace(/^[^,]*/, ''), ...others].join('\n'));
  writeFileSync(join(folder, 'matrix.onnx'), makeMatrixModel([2, 0]));
  cli = startCli(folder);
});
afterAll(() => {
  cli.stop();
  rmSync(folder, { recursive: true, force: true });
});

const validate = (...words: readonly string[]) =>
  cli.run('validate', '--candidate', 'good.onnx', '--data', 'data.csv', ...words);
const evaluate = (file: string, ...words: readonly string[]) =>
  cli.run('evaluate', '--predictions', file, '--target', 'y', '--score', 'p', ...words);

describe('advice that can be followed', () => {
  it.each(['list.json', 'pairs.json', 'headless.json', 'uneven.json'])(
    'shows the form of predictions once for %s',
    async (file) => {
      const { code, error } = await validate('--config', 'parity.yml', '--model', 'signal', '--predictions', file);
      expect(code).toBe(3);
      expect(error.split(FORM)).toHaveLength(2);
      expect(error).not.toContain('that Tidegate wrote');
    },
  );

  it('names the flags of what is missing to compare with', async () => {
    const { out } = await validate('--config', 'parity.yml', '--model', 'signal', '--rows', 'holdout');
    expect(out).toMatch(/predictions\.json of the training command, or --predictions/);
    expect(out).toMatch(/no model to compare with: nothing serves production yet, or no --baseline was named/);
  });

  it('speaks of a prediction that is no number, not of features', async () => {
    const { code, error } = await evaluate('cells.csv');
    expect(code).toBe(3);
    expect(error).toMatch(
      /cells\.csv:5 column "p": expected a number, got "71\.3%"\.\n→ Write every prediction as a number/,
    );
    expect(error).not.toContain('feature');
  });

  it('names the line of an id that is empty, and a flag once', async () => {
    const { code, error } = await evaluate('no-id.csv', '--id', 'id');
    expect([code, error]).toEqual([
      3,
      expect.stringContaining('no-id.csv:32 column "id" is empty: the row has no id.'),
    ]);
    const { error: twice } = await evaluate('no-id.csv', '--id', 'y');
    expect(twice).toContain('are a group (--group), not an id.');
  });

  it('names line and empty cells of a row for which a model gives no number', async () => {
    const words = ['--candidate', 'matrix.onnx', '--data', 'gap.csv', '--target', 'happened'];
    const { code, error } = await cli.run('validate', ...words);
    expect(code).toBe(3);
    expect(error).toContain('is NaN in gap.csv:3 (the cell "signal" of it is empty)');
  });

  it('--explain does not take a format that it would not write', async () => {
    const { code, error } = await cli.run('validate', '--explain', 'slice', '--format', 'json');
    expect(code).toBe(3);
    expect(error).toContain('--format does nothing here');
    expect((await cli.run('validate', '--explain', 'slice')).code).toBe(0);
  });
});
