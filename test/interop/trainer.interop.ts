import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { parseDocument } from '@tidegate/core/document';
import { VERDICT } from '@tidegate/core/gate/verdict';
import { RUN_RECORD } from '@tidegate/core/run/run-record';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PYTHON } from './python.ts';

const ROOT = join(import.meta.dirname, '../..');
const EXAMPLE = /```python\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, 'actions/train/README.md'), 'utf8'))?.[1] ?? '';
const POLICY = `version: 1
models:
  churn:
    task: binary-classification
    paths: [train.py]
    training:
      command: python train.py
      parameters: { C: 0.5 }
    data:
      path: churn.csv
      target: churn
      positive: "yes"
      features:
        numeric: [total_day_minutes, total_eve_minutes, number_customer_service_calls]
        categorical: [international_plan, voice_mail_plan]
    gate:
      - { kind: parity, tolerance: 0.0001 }
      - { kind: threshold, metric: roc_auc, min: 0.7 }
`;
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-trainer-'));
  cpSync(join(ROOT, 'templates/churn/data/churn.csv'), join(folder, 'churn.csv'));
  writeFileSync(join(folder, 'tidegate.yml'), POLICY);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function tidegate(...words: readonly string[]): Promise<{ code: number; out: string; error: string }> {
  const env = { ...process.env, PATH: [dirname(PYTHON), process.env['PATH']].join(delimiter) };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(ROOT, 'cli/main.ts'), ...words],
      { cwd: folder, env, maxBuffer: 1e8 },
      (failure, out, error) => resolve({ code: failure ? Number(failure.code) : 0, out, error }),
    );
  });
}
const validate = async () => {
  const files = ['--candidate', 'run/model.onnx', '--predictions', 'run/predictions.json'];
  const found = await tidegate('validate', '--data', 'churn.csv', '--model', 'churn', ...files, '--format', 'json');
  return { ...found, verdict: parseDocument(VERDICT, found.out, 'standard output') };
};

it("the train Action's example trains on the rows that are not held out, and the gate agrees with scikit-learn", async () => {
  writeFileSync(join(folder, 'train.py'), EXAMPLE);
  const trained = await tidegate('train', '--model', 'churn', '--out', 'run');
  expect([trained.code, trained.error]).toEqual([0, '']);
  const record = parseDocument(
    RUN_RECORD,
    readFileSync(join(folder, 'run/run-record.json'), 'utf8'),
    'run-record.json',
  );
  expect(record.metrics.map(({ name }) => name)).toEqual(['train_log_loss']);
  const { code, verdict } = await validate();
  expect([code, verdict.rules.map(({ status }) => status)]).toEqual([0, ['pass', 'pass']]);
  expect(verdict.evaluation.n).toBe(1250);
});

it('and predictions of a model that was trained otherwise are told, with the row', async () => {
  writeFileSync(join(folder, 'train.py'), EXAMPLE.replace('scores.tolist()', '(scores * 0.9).tolist()'));
  expect((await tidegate('train', '--model', 'churn', '--out', 'run')).code).toBe(0);
  const { code, verdict } = await validate();
  expect(code).toBe(1);
  expect(verdict.rules[0]?.message).toMatch(/It differs most in row \d+ of the evaluation: 0\.\d+ exported, 0\./);
});
