// Judges one model on one file in a process of its own, and prints what that took: its peak memory is nobody else's.
import { readFileSync } from 'node:fs';
import { createDuckDb } from '@tidegate/core/adapters/duckdb';
import { createGateTools } from '@tidegate/core/adapters/gate-tools';
import { openTable } from '@tidegate/core/adapters/load-table';
import { Model } from '@tidegate/core/config/schema';
import { decideVerdict } from '@tidegate/core/gate/decide';
import { FEATURES, TARGET } from './write-rows.ts';

const [modelFile = '', rowsFile = ''] = process.argv.slice(2);
const model = Model.parse({
  task: 'binary-classification',
  paths: ['model'],
  training: { command: 'none' },
  data: { path: 'rows.parquet', target: TARGET, positive: '1', features: FEATURES },
  evaluation: { replicates: 100, metrics: ['accuracy', 'f1', 'log_loss', 'roc_auc'] },
  gate: [{ kind: 'threshold', metric: 'roc_auc', min: 0.5 }],
});
const clock = { now: () => new Date(), id: () => 'bench' };
const data = openTable(createDuckDb(), rowsFile, rowsFile);
const start = performance.now();
const { verdict } = await decideVerdict({
  tools: createGateTools({ clock, workspace: '.', environment: {}, onLine: () => {} }),
  modelName: 'bench',
  model,
  data,
  evaluation: data,
  candidate: { bytes: readFileSync(modelFile), source: modelFile, commit: null, pullRequest: null, run: null },
  baseline: undefined,
  policy: { commit: null, digest: `sha256:${'0'.repeat(64)}` },
});
const seconds = (performance.now() - start) / 1000;
const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
process.stdout.write(`${JSON.stringify({ rows: verdict.evaluation.n, seconds, peak })}\n`);
