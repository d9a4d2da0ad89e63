import { compareModelsOnWorkers } from '/work/main/core/adapters/bootstrap-workers.ts';
import { compareModels } from '/work/main/core/evaluation/compare.ts';
import { countDraws } from '/work/main/core/evaluation/resample.ts';
import { createResampler } from '/work/main/core/evaluation/resample.ts';
import { prepareMetric } from '/work/main/core/evaluation/metrics.ts';
import { parseMetricId } from '/work/main/core/config/metric-id.ts';
import { seedStream, nextWord } from '/work/main/core/evaluation/random-stream.ts';
import { deLong } from '/work/main/core/evaluation/tests/delong.ts';
const n = 1_000_000, R = Number(process.argv[2] ?? 20), threads = Number(process.argv[3] ?? 2);
const st = seedStream(1); const u = () => nextWord(st) / 2 ** 32;
const labels = Uint8Array.from({ length: n }, () => (u() < 0.3 ? 1 : 0));
const model = (s: number) => { const scores = Float64Array.from(labels, (l) => Math.min(.999, Math.max(.001, .45 + s * (l - .5) + .8 * (u() - .5)))); return { task: 'binary-classification' as const, rows: n, labels, scores, predictions: Uint8Array.from(scores, (x) => x >= .5 ? 1 : 0) }; };
const [candidate, baseline] = [model(.3), model(.299)];
const metrics = ['roc_auc', 'f1', 'log_loss'].map((id) => parseMetricId(id, 'binary-classification')).filter((m) => 'id' in m);
const request = { candidate, baseline, metrics, zeroDivision: 0 as const, weights: undefined, groups: undefined, replicates: R, seed: 7, confidence: .95, interval: 'percentile' as const, margins: {}, decidedOn: [] };
if (threads === 0) {
  const c = new Uint8Array(n); const s = seedStream(3);
  for (let i = 0; i < 4; i++) { const t = performance.now(); countDraws(s, c); console.log('countDraws', (performance.now() - t).toFixed(2)); }
  const rs = createResampler({ rows: n, count: n, ofRow: undefined, weights: undefined }, 7);
  for (let i = 0; i < 4; i++) { const t = performance.now(); rs(i); console.log('draw', (performance.now() - t).toFixed(2)); }
  for (const m of metrics) { let t = performance.now(); const me = prepareMetric(candidate, m, 0); console.log('prepare', m.id, (performance.now() - t).toFixed(0)); for (let i = 4; i < 8; i++) { const d = rs(i); t = performance.now(); me(d); console.log(m.id, (performance.now() - t).toFixed(2)); } }
  let t = performance.now(); deLong(labels, candidate.scores, baseline.scores, .95); console.log('delong', performance.now() - t);
} else {
  const t = performance.now();
  const rows = threads === 1 ? compareModels(request) : await compareModelsOnWorkers(request, { threads });
  console.log(threads, R, 'seconds', ((performance.now() - t) / 1000).toFixed(2), 'MB', (process.resourceUsage().maxRSS / 1024).toFixed(0), JSON.stringify(rows[0]?.difference), rows.map(r => r.method + ' ' + r.p).join('; '));
}
