import { markdownTable } from 'markdown-table';
import type { Percentiles, SpeedFact } from '../gate/facts.ts';
import type { Verdict } from '../gate/verdict.ts';
import { code } from './escape.ts';
import { fold } from './fold.ts';
import { count } from './numbers.ts';

const ROWS: readonly (readonly [keyof Percentiles, string])[] = [
  ['p50', 'p50'],
  ['p95', 'p95'],
  ['p99', 'p99'],
  ['rowsPerSecond', 'rows a second'],
];

/** How fast both models answer, measured in turns. */
export function renderSpeed({ measurements: { speed }, interval }: Verdict): readonly string[] {
  if (speed.length === 0) return [];
  const level = `${Math.round(100 * interval.confidence)} %`;
  return [fold('Latency and throughput', speed.map((fact) => renderFact(fact, level)).join('\n\n'))];
}

function renderFact(fact: SpeedFact, level: string): string {
  const { candidate, baseline, ratio } = fact;
  const rows = ROWS.map(([key, name]) => [
    name,
    speedOf(key, candidate),
    baseline ? speedOf(key, baseline) : '—',
    ratio ? `× ${fixed(ratio[key].value)} (${fixed(ratio[key].low)} … ${fixed(ratio[key].high)})` : '—',
  ]);
  const head = ['', 'candidate', 'production', `ratio (${level} interval)`];
  const each = fact.batchSize === 1 ? '1 row a call' : `${count(fact.batchSize)} rows a call`;
  return [
    `**${each}**, ${count(fact.calls)} calls${baseline ? ' of each model in turns' : ''}, on ${code(fact.provider, 60)}`,
    markdownTable([head, ...rows], { align: ['l', 'r', 'r', 'r'] }),
  ].join('\n\n');
}

function speedOf(key: keyof Percentiles, values: Percentiles): string {
  return key === 'rowsPerSecond' ? count(Math.round(values[key])) : `${values[key].toPrecision(3)} ms`;
}

function fixed(value: number): string {
  return value.toFixed(2);
}
