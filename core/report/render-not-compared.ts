import type { MetricRow } from '../evaluation/metric-row.ts';
import { code, sentence } from './escape.ts';

/** Metrics without a difference although there is a baseline, and why; nothing where all are compared. */
export function renderNotCompared(rows: readonly MetricRow[]): readonly string[] {
  const reasons = new Set(rows.flatMap(({ notCompared }) => notCompared ?? []));
  return [...reasons].map((reason) => {
    const names = rows.flatMap((row) => (row.notCompared === reason ? [code(row.metric, 80)] : []));
    return `Difference not measured: ${names.join(', ')} (${sentence(reason, 200)}).`;
  });
}
