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
  data: { path: 'x', target: TARGET, positive: '1', features: FEATURES },
  evaluation: {
    replicates: 100,
    metrics: ['f1', 'roc_auc'],
    threshold: { choose: 'f1', on: 'training' },
    slices: [{ column: 'a' }, { where: 'x1 > (SELECT avg(x1) FROM rows)' }],
  },
  gate: [
    { kind: 'threshold', metric: 'roc_auc', min: 0.5 },
    { kind: 'leakage', check: 'shared-rows', max: 1 },
    { kind: 'leakage', check: 'single-column', max: 1 },
    { kind: 'determinism' },
  ],
});
const clock = { now: () => new Date(), id: () => 'bench' };
const data = openTable(createDuckDb(), rowsFile, rowsFile);
const tools = createGateTools({ clock, workspace: '.', environment: {}, onLine: () => {} });
await decideVerdict({
  tools,
  modelName: 'bench',
  model,
  data,
  candidate: { bytes: readFileSync(modelFile), source: modelFile, commit: null, pullRequest: null, run: null },
  baseline: undefined,
  policy: { commit: null, digest: `sha256:${'0'.repeat(64)}` },
});
