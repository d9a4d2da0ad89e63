import { markdownTable } from 'markdown-table';
import { shortDigest } from '../digest.ts';
import type { Evaluation } from '../evaluation/evaluation-document.ts';
import { code, plain } from './escape.ts';
import { count, decimalsOf, interval, metric, signed } from './numbers.ts';
import { renderNotCompared } from './render-not-compared.ts';
import { renderTask } from './render-task.ts';

/** Metrics of a file of predictions for people: a table, and what the numbers rest on. */
export function renderEvaluation(evaluation: Evaluation): string {
  const { metrics, source, baseline, rowsDigest, id, n, group, weight, threshold, notDefined } = evaluation;
  const isCompared = metrics.some(({ difference }) => difference !== null);
  const confidence = Math.round(evaluation.interval.confidence * 100);
  const head = isCompared
    ? ['metric', 'candidate', 'baseline', 'difference', `${confidence} % interval`, 'p', 'decision']
    : ['metric', 'value', `${confidence} % interval`];
  const rows = metrics.map((row) => {
    const decimals = decimalsOf(row);
    const name = `${code(row.metric)} ${row.higherIsBetter ? '↑' : '↓'}`;
    const value = metric(row.candidate.value, decimals);
    if (isCompared && row.difference === null) return [name, value, '—', '—', '—', '—', 'cannot tell'];
    if (!row.difference || !row.baseline) {
      return [name, value, `${metric(row.candidate.low, decimals)} … ${metric(row.candidate.high, decimals)}`];
    }
    const { low, high } = row.difference;
    const decision = row.decision === 'cannot-tell' ? 'cannot tell' : row.decision;
    return [
      name,
      value,
      metric(row.baseline.value, decimals),
      signed(row.difference.value, decimals),
      interval(low, high, decimals),
      row.p === null ? '—' : row.p < 0.001 ? '< 0.001' : row.p.toFixed(3),
      decision,
    ];
  });
  const align = isCompared ? ['l', 'r', 'r', 'r', 'c', 'r', 'l'] : ['l', 'r', 'c'];
  const facts = [
    `${count(n)} rows of ${code(source)}`,
    ...(baseline === null ? [] : [`baseline ${code(baseline.source)} on the same rows`]),
    `evaluation set ${code(shortDigest(rowsDigest))}`,
    ...(id === null ? [] : [`rows by ${code(id)}`]),
    ...(group === null ? [] : [`resampled by ${code(group)}`]),
    ...(weight === null ? [] : [`weighted by ${code(weight)}`]),
    ...(notDefined.length === 0
      ? []
      : [`not defined on these rows: ${notDefined.map((name) => code(name)).join(', ')}`]),
    ...(threshold === null ? [] : [`threshold ${threshold}`]),
    `${plain(evaluation.interval.method)}, ${count(evaluation.interval.replicates)} replicates, seed ${evaluation.interval.seed}`,
  ];
  const table = markdownTable([head, ...rows], { align });
  return `${[renderTask(evaluation), table, ...renderNotCompared(metrics), `${facts.join('; ')}.`].join('\n\n')}\n`;
}
