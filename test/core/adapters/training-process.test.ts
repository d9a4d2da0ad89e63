import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTraining } from '@tidegate/core/adapters/training-process';
import { findModel, parseConfig } from '@tidegate/core/config/parse-config';
import { exportOnnx } from '@tidegate/core/export/export-onnx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const template = readFileSync(join(import.meta.dirname, '../../../templates/churn/tidegate.yml'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'tidegate-training-'));
const onnx = exportOnnx({
  preprocessing: { numeric: [{ name: 'x', fill: 0, mean: 0, standardDeviation: 1 }], categorical: [] },
  layers: [{ units: 1, activation: 'sigmoid', kernel: Float32Array.from([1]), bias: Float32Array.from([0]) }],
  output: 'probability',
});
const result = (metrics: string) =>
  `{"kind":"tidegate.training-result","version":1,"metrics":${metrics},"parity":null,"framework":null,"device":null}`;

beforeAll(() => writeFileSync(join(folder, 'good.onnx'), onnx));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function train(
  command: string,
  options: { readonly environment?: Record<string, string>; readonly minutes?: number } = {},
) {
  const model = findModel(parseConfig(template), 'churn');
  const lines: string[] = [];
  const training = { ...model.training, command, 'timeout-minutes': options.minutes ?? 1 };
  const run = runTraining({
    modelName: 'churn',
    model: { ...model, training },
    configFile: join(folder, 'tidegate.yml'),
    workspace: folder,
    outputFolder: join(folder, `out-${command.length}-${lines.length}`),
    environment: { PATH: process.env['PATH'], ...options.environment },
    onLine: (line) => lines.push(line),
    now: () => new Date(),
  });
  return run.then((outcome) => ({ ...outcome, lines }));
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

  it('may leave no result.json: any trainer that writes ONNX will do', async () => {
    const outcome = await train('cp good.onnx "$TIDEGATE_OUTPUT/model.onnx"');
    expect(outcome.result.metrics).toEqual([]);
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
  ])('%s', async (_, command, code, message) => {
    await expect(train(command)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('is ended with everything that it started when its time is over', async () => {
    await expect(train('sleep 60 & sleep 60', { minutes: 0.002 })).rejects.toThrow('took longer than 0.002 minutes');
  });
});
