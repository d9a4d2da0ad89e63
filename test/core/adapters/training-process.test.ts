import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { splitFile } from '@tidegate/core/adapters/split-file';
import { runTraining } from '@tidegate/core/adapters/training-process';
import { findModel, parseConfig } from '@tidegate/core/config/parse-config';
import { parseTable } from '@tidegate/core/data/parse-table';
import { splitRows } from '@tidegate/core/data/split';
import { parseDocument } from '@tidegate/core/document';
import { exportOnnx } from '@tidegate/core/export/export-onnx';
import { ROW_SPLIT } from '@tidegate/core/run/row-split';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outputsOf, readFixture } from './model-fixtures.ts';

const template = readFileSync(join(import.meta.dirname, '../../../templates/churn/tidegate.yml'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'tidegate-training-'));
const makeModel = (weight: number) =>
  exportOnnx({
    preprocessing: { numeric: [{ name: 'x', fill: 0, mean: 0, standardDeviation: 1 }], categorical: [] },
    layers: [{ units: 1, activation: 'sigmoid', kernel: Float32Array.of(weight), bias: Float32Array.of(0) }],
    output: 'probability',
  });
const onnx = makeModel(1);
const result = (metrics: string) =>
  `{"kind":"tidegate.training-result","version":1,"metrics":${metrics},"parity":null,"framework":null,"device":null}`;

beforeAll(() => {
  mkdirSync(join(folder, 'data'));
  copyFileSync(join(import.meta.dirname, '../../../templates/churn/data/churn.csv'), join(folder, 'data/churn.csv'));
  writeFileSync(join(folder, 'good.onnx'), onnx);
  for (const seed of [7, 8, 9]) writeFileSync(join(folder, `of-${seed}.onnx`), makeModel(seed));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function train(
  command: string,
  options: {
    readonly environment?: Record<string, string>;
    readonly minutes?: number;
    readonly seeds?: readonly number[];
  } = {},
) {
  const model = findModel(parseConfig(template), 'churn');
  const lines: string[] = [];
  const { seed, ...settings } = model.training;
  const seeds = options.seeds ? { seeds: [...options.seeds] } : { seed };
  const training = { ...settings, ...seeds, command, 'timeout-minutes': options.minutes ?? 1 };
  const outputFolder = join(folder, `out-${command.length}-${lines.length}`);
  const run = runTraining({
    modelName: 'churn',
    model: { ...model, training },
    configFile: join(folder, 'tidegate.yml'),
    workspace: folder,
    outputFolder,
    environment: { PATH: process.env['PATH'], ...options.environment },
    onLine: (line) => lines.push(line),
    now: () => new Date(),
  });
  return run.then((outcome) => ({ ...outcome, lines, outputFolder }));
}
const leave = (metrics: string) =>
  `cp good.onnx "$TIDEGATE_OUTPUT/model.onnx"; echo '${result(metrics)}' > "$TIDEGATE_OUTPUT/result.json"`;

describe('a training command', () => {
  it('gets parameters, seed and folders, and leaves model and metrics', async () => {
    const outcome = await train(
      `echo "$TIDEGATE_MODEL $TIDEGATE_SEED $TIDEGATE_PARAMETERS"; ${leave('[{"name":"loss","value":0.5,"history":[{"step":0,"value":0.5}]}]')}`,
    );
    expect(outcome.lines[0]).toMatch(/^churn 7 \{"units":\[8\]/);
    expect(outcome.result.metrics[0]).toMatchObject({ name: 'loss', value: 0.5 });
    expect([...outcome.onnx]).toEqual([...onnx]);
  });

  it('is told which rows are held out: those that the gate will judge it on', async () => {
    const { outputFolder } = await train(leave('[]'));
    const split = parseDocument(ROW_SPLIT, readFileSync(join(outputFolder, 'split.json'), 'utf8'), 'split.json');
    const table = await parseTable(readFileSync(join(folder, 'data/churn.csv')), 'churn.csv');
    const { train: training, holdout } = splitRows(table, findModel(parseConfig(template), 'churn'));
    expect(split.training).toEqual({ path: 'data/churn.csv', rows: training });
    expect(split.evaluation).toEqual({ path: 'data/churn.csv', rows: holdout });
    expect((await train(`test "$TIDEGATE_SPLIT" = "$TIDEGATE_OUTPUT/split.json" && ${leave('[]')}`)).onnx).toEqual(
      Buffer.from(onnx),
    );
  });

  it('learns from all rows where the evaluation has a file of its own', async () => {
    const model = findModel(parseConfig(template), 'churn');
    const own = { ...model, data: { ...model.data, evaluation: 'data/later.csv' } };
    expect(await splitFile(folder, own)).toMatchObject({
      training: { path: 'data/churn.csv', rows: null },
      evaluation: { path: 'data/later.csv', rows: null },
    });
  });

  it('may leave no result.json: any trainer that writes ONNX will do', async () => {
    const outcome = await train('cp good.onnx "$TIDEGATE_OUTPUT/model.onnx"');
    expect(outcome.result.metrics).toEqual([]);
  });

  it('leaves predictions.json as it is, where it wrote one', async () => {
    const written = '{"kind":"tidegate.predictions", "version":1, "rows":2, "values":[0.25,0.5]}';
    const outcome = await train(`${leave('[]')}; echo '${written}' > "$TIDEGATE_OUTPUT/predictions.json"`);
    expect(new TextDecoder().decode(outcome.predictions)).toBe(`${written}\n`);
    expect((await train(leave('[]'))).predictions).toBeUndefined();
  });

  it('may leave weights beside the model: they are put into it', async () => {
    const fixtures = join(import.meta.dirname, 'fixtures');
    const outcome = await train(
      `cp "${fixtures}/external.onnx" "$TIDEGATE_OUTPUT/model.onnx"; cp "${fixtures}/external.bin" "$TIDEGATE_OUTPUT"`,
    );
    expect(await outputsOf(outcome.onnx)).toEqual(await outputsOf(readFixture('torch-binary.onnx')));
  });

  it('sees no token, no input of the Action and nothing of the runner but the id by which its leftovers are ended', async () => {
    const environment = {
      GITHUB_TOKEN: 'ghs_secret',
      INPUT_GITHUB_TOKEN: 'ghs_secret',
      ACTIONS_RUNTIME_TOKEN: 'x',
      RUNNER_TRACKING_ID: 'github_1',
      RUNNER_TEMP: '/x',
      NVIDIA_API_KEY: 'secret',
      TF_TOKEN_app_example: 'secret',
      LANG: 'C',
    };
    const { lines } = await train(`env; cp good.onnx "$TIDEGATE_OUTPUT/model.onnx"`, { environment });
    expect(lines.join('\n')).toContain('LANG=C');
    expect(lines.filter((line) => /secret|ACTIONS_|RUNNER_|INPUT_/.test(line))).toEqual([
      'RUNNER_TRACKING_ID=github_1',
    ]);
  });

  it('cannot speak with the runner: a line that looks like a workflow command is told as text', async () => {
    const said = ['::add-mask::a', '  ::add-mask::a', 'so ##[add-mask]a ##[error]b', 'Tidegate::run says 1::2'];
    const command = said.map((line) => `echo "${line}"`).join('; ');
    const { lines } = await train(`${command}; cp good.onnx "$TIDEGATE_OUTPUT/model.onnx"`);
    // The runner trims a line before it looks for `::`, and finds `##[` anywhere (actions/runner, ActionCommand.cs).
    for (const line of lines) expect(line).not.toMatch(/^\s*::|##\[/);
    expect(lines.map((line) => line.replaceAll('\u200b', ''))).toEqual(said);
  });

  it('runs a TypeScript trainer that imports Tidegate without any install', async () => {
    writeFileSync(
      join(folder, 'trainer.ts'),
      "import { shortDigest } from '@tidegate/core/digest';\nconsole.log(shortDigest('sha256:' + 'a'.repeat(64)) satisfies string);\n",
    );
    const { lines } = await train('node trainer.ts && cp good.onnx "$TIDEGATE_OUTPUT/model.onnx"');
    expect(lines[0]).toBe('aaaaaaaaaaaa');
  });
});

describe('several seeds', () => {
  const command = `echo "seed $TIDEGATE_SEED into $TIDEGATE_OUTPUT"; ls -A "$TIDEGATE_OUTPUT"
    cp "of-$TIDEGATE_SEED.onnx" "$TIDEGATE_OUTPUT/model.onnx"; echo left > "$TIDEGATE_OUTPUT/left"
    echo '${result('[{"name":"loss","value":SEED,"history":[]}]')}' | sed "s/SEED/$TIDEGATE_SEED/" > "$TIDEGATE_OUTPUT/result.json"
    echo '{"kind":"tidegate.predictions","version":1,"rows":1,"values":[SEED]}' | sed "s/SEED/$TIDEGATE_SEED/" > "$TIDEGATE_OUTPUT/predictions.json"`;

  it('are trained one after the other; the first is the candidate, and the run is its', async () => {
    const outcome = await train(command, { seeds: [8, 7, 9] });
    expect(outcome.seeds).toEqual([8, 7, 9]);
    expect([...outcome.onnx]).toEqual([...makeModel(8)]);
    expect(outcome.seedModels.map(({ seed, bytes }) => [seed, [...bytes]])).toEqual([
      [7, [...makeModel(7)]],
      [9, [...makeModel(9)]],
    ]);
    expect(outcome.result.metrics).toMatchObject([{ name: 'loss', value: 8 }]);
    expect(new TextDecoder().decode(outcome.predictions)).toContain('[8]');
    expect(outcome.trainingMs).toBe(outcome.finishedAt.getTime() - outcome.startedAt.getTime());
  });

  it('have a folder each that holds split.json alone, and say in the log how far they are; only the candidate’s folder stays', async () => {
    const { lines, outputFolder } = await train(command, { seeds: [7, 8, 9] });
    const folders = lines.flatMap((line) => /^seed \d into (.*)$/.exec(line)?.[1] ?? []);
    expect(new Set(folders).size).toBe(3);
    // What `ls` found stands between these lines.
    expect(lines).toEqual([
      'seed 7 (1 of 3)',
      `seed 7 into ${outputFolder}`,
      'split.json',
      'seed 8 (2 of 3)',
      `seed 8 into ${folders[1]}`,
      'split.json',
      'seed 9 (3 of 3)',
      `seed 9 into ${folders[2]}`,
      'split.json',
    ]);
    expect(readdirSync(outputFolder).sort()).toEqual([
      'left',
      'model.onnx',
      'predictions.json',
      'result.json',
      'split.json',
    ]);
    expect(existsSync(folders[1] ?? '')).toBe(false);
  });

  it('are named when one of them fails: all must succeed', async () => {
    const failing = `${command}; test $TIDEGATE_SEED != 8 || { echo diverged; exit 3; }`;
    await expect(train(failing, { seeds: [7, 8, 9] })).rejects.toMatchObject({
      code: 'training-failed',
      message: expect.stringMatching(/^With seed 8: Training command .* ended with exit code 3.*diverged/s),
    });
    const nan = `${leave('[]')}; test $TIDEGATE_SEED != 9 || echo '${result('[{"name":"loss","value":NaN,"history":[]}]')}' > "$TIDEGATE_OUTPUT/result.json"`;
    await expect(train(nan, { seeds: [7, 9] })).rejects.toMatchObject({
      code: 'metrics-invalid',
      message: expect.stringMatching(/^With seed 9: .*metric "loss" is NaN/),
    });
  });

  it('that all give one model are remarked on: the command does not read the seed', async () => {
    const { lines } = await train(leave('[]'), { seeds: [7, 8] });
    expect(lines).toContain('seed 8 gave the very same model as seed 7: does the command read TIDEGATE_SEED?');
  });
});

describe('a training command that goes wrong is refused with its reason', () => {
  it.each([
    [
      'fails',
      'echo step one; echo out of memory >&2; exit 137',
      'training-failed',
      'ended with exit code 137. Its last lines: ',
    ],
    ['is not there', 'no-such-trainer', 'training-failed', 'exit code 127'],
    ['writes no model', 'true', 'model-missing', 'left no model.onnx'],
    ['writes what is no ONNX', 'echo hello > "$TIDEGATE_OUTPUT/model.onnx"', 'model-invalid', 'truncated or not ONNX'],
    [
      'writes NaN as a bare word',
      leave('[{"name":"loss","value":NaN,"history":[]}]'),
      'metrics-invalid',
      'metric "loss" is NaN',
    ],
    [
      'writes NaN as null',
      leave('[{"name":"loss","value":null,"history":[]}]'),
      'metrics-invalid',
      'metric "loss" is NaN (null)',
    ],
    [
      'writes an infinite metric',
      leave('[{"name":"loss","value":-Infinity,"history":[]}]'),
      'metrics-invalid',
      '-Infinity',
    ],
    [
      'writes a result of another version',
      `cp good.onnx "$TIDEGATE_OUTPUT/model.onnx"; echo '${result('[]').replace('"version":1', '"version":9')}' > "$TIDEGATE_OUTPUT/result.json"`,
      'document-version-unknown',
      'version 9; this Tidegate reads version 1',
    ],
    [
      'writes predictions with NaN',
      `${leave('[]')}; echo '{"kind":"tidegate.predictions","version":1,"rows":1,"values":[NaN]}' > "$TIDEGATE_OUTPUT/predictions.json"`,
      'document-invalid',
      'predictions.json holds NaN; predictions must be finite numbers',
    ],
    [
      'writes predictions of another number of rows than it says',
      `${leave('[]')}; echo '{"kind":"tidegate.predictions","version":1,"rows":2,"values":[1,2,3]}' > "$TIDEGATE_OUTPUT/predictions.json"`,
      'document-invalid',
      'the same number of values for every row',
    ],
    [
      'writes more predictions than are read',
      `${leave('[]')}; truncate -s 65M "$TIDEGATE_OUTPUT/predictions.json"`,
      'document-invalid',
      'predictions.json has 68157440 bytes; at most 67108864 are taken',
    ],
    [
      'leaves no weights where its model says',
      `cp "${join(import.meta.dirname, 'fixtures')}/external.onnx" "$TIDEGATE_OUTPUT/model.onnx"`,
      'model-invalid',
      'are in "external.bin", which was not given',
    ],
  ])('%s', async (_, command, code, message) => {
    await expect(train(command)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('is ended with everything that it started when its time is over', async () => {
    await expect(train('sleep 60 & sleep 60', { minutes: 0.002 })).rejects.toThrow('took longer than 0.002 minutes');
  });
});
