import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Prediction } from '@tidegate/core/serving/prediction';
import { createPredictionLog } from '@tidegate/serving/prediction-log';
import { afterEach, beforeEach, expect, it } from 'vitest';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const prediction = (id: string): Prediction => ({
  kind: 'tidegate.prediction',
  version: 1,
  id,
  at: '2026-01-02T03:04:05.000Z',
  model: 'churn',
  modelVersion: '1.0.0',
  digest: `sha256:${'a'.repeat(64)}`,
  inputs: { minutes: 1, plan: null },
  score: 0.5,
  label: 'yes',
});

it('holds every line in order, once it is flushed', async () => {
  const file = join(folder, 'deep', 'predictions.jsonl');
  const log = createPredictionLog(file, () => undefined);
  const ids = Array.from({ length: 500 }, (_, index) => String(index));
  for (const id of ids) log.append([prediction(id)]);
  await log.flush();
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).id)).toEqual(ids);
  expect(log.lost()).toBe(0);
});

it('counts what a folder that cannot be made loses, and goes on when it can', async () => {
  const blocked = join(folder, 'state');
  writeFileSync(blocked, 'a file where the folder is to be');
  const errors: unknown[] = [];
  const log = createPredictionLog(join(blocked, 'predictions.jsonl'), (error) => errors.push(error));
  log.append([prediction('1'), prediction('2')]);
  await log.flush();
  expect([log.lost(), errors.length]).toEqual([2, 1]);
  rmSync(blocked);
  log.append([prediction('3')]);
  await log.flush();
  expect(readFileSync(join(blocked, 'predictions.jsonl'), 'utf8')).toContain('"id":"3"');
});

it('lets a disk that hangs fill no memory: what is beyond the limit is counted as lost', async () => {
  const log = createPredictionLog(join(folder, 'predictions.jsonl'), () => undefined);
  const many = Array.from({ length: 50_000 }, () => prediction('1'));
  for (let times = 0; times < 6; times += 1) log.append(many);
  expect(log.lost()).toBe(50_000);
  await log.flush();
});

it('starts a new line after one that a crash has cut', async () => {
  const file = join(folder, 'predictions.jsonl');
  writeFileSync(file, '{"kind":"tidegate.predic');
  for (const id of ['1', '2']) {
    const log = createPredictionLog(file, () => undefined);
    log.append([prediction(id)]);
    await log.flush();
  }
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  expect(lines.slice(1).map((line) => JSON.parse(line).id)).toEqual(['1', '2']);
});
