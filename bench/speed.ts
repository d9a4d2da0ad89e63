// Speed and memory of evaluation beside scikit-learn, in one run on the same rows. Needs `npm run test:interop` once, for .venv.
// Metrics are computed cold: in turns, each in a process of its own, of which the fastest counts, as other work slows both.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compareModelsOnWorkers } from '@tidegate/core/adapters/bootstrap-workers';
import { parseMetricId } from '@tidegate/core/config/metric-id';
import { decide } from '@tidegate/core/evaluation/build-sample';
import type { Comparison } from '@tidegate/core/evaluation/compare';
import { computeCurves } from '@tidegate/core/evaluation/compute-curves';
import { prepareMetric } from '@tidegate/core/evaluation/metrics';
import type { BinarySample } from '@tidegate/core/evaluation/sample';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import * as z from 'zod';
import { PYTHON, setup } from '../test/interop/python.ts';

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    out: { type: 'string', default: 'docs/speed.md' },
    /** A folder of rows: only print the seconds that the metrics of them take. */
    metrics: { type: 'string' },
  },
});
const ROWS = Number(options.rows);
const OURS = 2000;
const THEIRS = 4;
const TURNS = 3;
const TWELVE = [
  'accuracy',
  'balanced_accuracy',
  'precision',
  'recall',
  'f1',
  'matthews_corrcoef',
  'cohen_kappa',
  'jaccard',
  'roc_auc',
  'average_precision',
  'log_loss',
  'brier_score',
];
const idOf = (text: string) => {
  const id = parseMetricId(text, 'binary-classification');
  if ('expected' in id) throw new Error(id.expected);
  return id;
};

const labels = new Uint8Array(ROWS);
const sampleOf = (scores: Float64Array): BinarySample => ({
  task: 'binary-classification',
  rows: ROWS,
  labels,
  scores,
  predictions: decide(scores, 0.5),
});
const seconds = async (work: () => unknown): Promise<number> => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
};

const computeMetrics = (sample: BinarySample) => {
  const draw = { weights: new Float64Array(sample.rows).fill(1) };
  for (const id of TWELVE) prepareMetric(sample, idOf(id), 0)(draw);
  computeCurves(sample, undefined, undefined);
};

if (options.metrics !== undefined) {
  labels.set(readFileSync(join(options.metrics, 'labels.u8')));
  const { buffer } = new Uint8Array(readFileSync(join(options.metrics, 'candidate.f64')));
  process.stdout.write(String(await seconds(() => computeMetrics(sampleOf(new Float64Array(buffer))))));
  process.exit();
}

const random = xoroshiro128plus(11);
const uniform = () => (random.next() >>> 0) / 2 ** 32;
for (let row = 0; row < ROWS; row += 1) labels[row] = uniform() < 0.3 ? 1 : 0;
const scoresOf = (signal: number) =>
  Float64Array.from(labels, (label) =>
    Math.min(0.999, Math.max(0.001, 0.35 + signal * label + 0.4 * (uniform() + uniform() - 1))),
  );

setup();
const [p, q] = [scoresOf(0.25), scoresOf(0.22)];
const folder = mkdtempSync(join(tmpdir(), 'tidegate-bench-'));
writeFileSync(join(folder, 'labels.u8'), labels);
writeFileSync(join(folder, 'candidate.f64'), p);
writeFileSync(join(folder, 'baseline.f64'), q);
const Theirs = z.object({ metrics: z.number(), replicate: z.number(), version: z.string() });
const run = (program: string, args: string[]) => execFileSync(program, args, { encoding: 'utf8' });
const turns = Array.from({ length: TURNS }, () => ({
  theirs: Theirs.parse(JSON.parse(run(PYTHON, [join(import.meta.dirname, 'speed.py'), folder, String(THEIRS)]))),
  ours: Number(run(process.execPath, [import.meta.filename, '--rows', String(ROWS), '--metrics', folder])),
}));
rmSync(folder, { recursive: true });
const metrics = Math.min(...turns.map(({ ours }) => ours));
const theirs = {
  version: turns[0]?.theirs.version,
  metrics: Math.min(...turns.map((turn) => turn.theirs.metrics)),
  replicate: Math.min(...turns.map((turn) => turn.theirs.replicate)),
};

computeMetrics(sampleOf(p)); // for the peak of the memory, as a gate computes both
const comparison: Comparison = {
  candidate: sampleOf(p),
  baseline: sampleOf(q),
  metrics: ['roc_auc', 'f1', 'log_loss'].map(idOf),
  zeroDivision: 0,
  weights: undefined,
  groups: undefined,
  replicates: OURS,
  seed: 7,
  confidence: 0.95,
  interval: 'percentile',
  margins: {},
  decidedOn: [],
};
const bootstrap = await seconds(() => compareModelsOnWorkers(comparison));
const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024;
const theirBootstrap = theirs.replicate * OURS;
const format = (value: number) => (value < 10 ? value.toFixed(2) : value.toFixed(0));
const report = `# Speed of evaluation

Made by \`node bench/speed.ts --rows ${ROWS}\` (Node ${process.versions.node}, ${availableParallelism()} processors), beside scikit-learn ${theirs.version} in the same run. Times are those of the fastest of ${TURNS} turns; our replicates are computed once.
Run it with \`npm run test:interop\` once, which installs scikit-learn into \`.venv\`, then \`npm run bench\`.

Both compute the same numbers on the same rows. "Ratio" is our time over theirs, and "asked" what this project asks of itself: the ratio,
or the memory, may be that at most. The first row is what a verdict measures of one model. The second is what its intervals and p
values cost: rows are drawn anew that many times, for both models at once; scikit-learn's time is that of its first draws, as many as
stand in brackets, taken for all of them. The last is the most that our process ever held, models and curves included.

| ${ROWS.toLocaleString('en-US')} binary rows | Tidegate | scikit-learn | ratio | asked |
| --- | ---: | ---: | ---: | ---: |
| 12 metrics with ROC, precision-recall and calibration curves | ${format(metrics)} s | ${format(theirs.metrics)} s | 1/${format(theirs.metrics / metrics)} | 1/5 |
| ${OURS.toLocaleString('en-US')} paired replicates of roc_auc, f1 and log_loss | ${format(bootstrap)} s | ${format(theirBootstrap)} s (from ${THEIRS}) | 1/${format(theirBootstrap / bootstrap)} | 1/30 |
| peak memory of the process | ${format(peak)} MB | | | 500 MB |
`;
process.stdout.write(report);
mkdirSync('docs', { recursive: true });
writeFileSync(options.out, report);
