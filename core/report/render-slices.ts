import { markdownTable } from 'markdown-table';
import type { GateRule } from '../config/gate-rules.ts';
import type { MetricRow } from '../evaluation/metric-row.ts';
import type { SliceRow, Verdict } from '../gate/verdict.ts';
import { code } from './escape.ts';
import { fold } from './fold.ts';
import { count, decimalsOf, estimate, interval, metric, signed } from './numbers.ts';

/** Default of `min-rows`. */
const USUAL_SMALLEST = 100;
const MOST_METRICS = 3;
const MOST_SLICES = 40;
const MOST_SMALL = 20;

interface Found {
  readonly slice: SliceRow;
  readonly row: MetricRow;
}

/** Each part of the rows on its own, worst first, for the metrics that slice rules look at; `smallest` is what decides something. */
export function renderSlices(verdict: Verdict, smallest = USUAL_SMALLEST): readonly string[] {
  const { slices } = verdict;
  if (slices.length === 0) return [];
  const large = slices.filter(({ n }) => n >= smallest);
  const tables = metricsOf(verdict).flatMap((name) => {
    const found = large.flatMap((slice) => {
      const row = slice.metrics.find((one) => one.metric === name);
      return row && Number.isFinite(row.candidate.value) ? [{ slice, row }] : [];
    });
    return found.length > 0 ? [tableOf(name, found, verdict)] : [];
  });
  const small = slices.filter(({ n }) => n < smallest);
  const note =
    tables.length > 0 ? ['Intervals are those of each slice alone; rules widen them for the number of slices.'] : [];
  const body = [...tables, ...note, ...nameSmall(small, smallest)].join('\n\n');
  return [fold(`Slices: ${large.length}${small.length > 0 ? `, and ${small.length} too small to tell` : ''}`, body)];
}

/** Rows that a slice needs to decide anything. */
export function smallestSlice(gate: readonly GateRule[] = []): number {
  const sizes = gate.flatMap((rule) => (rule.kind === 'slice' ? [rule['min-rows']] : []));
  return sizes.length > 0 ? Math.min(...sizes) : USUAL_SMALLEST;
}

/** Those that slice rules name first (`f1 by region`); the first of the verdict where none does. */
function metricsOf({ slices, rules, metrics }: Verdict): readonly string[] {
  const measured = new Set(slices.flatMap((slice) => slice.metrics.map((row) => row.metric)));
  const ruled = rules.flatMap(({ rule, subject }) =>
    rule === 'slice' ? [...measured].filter((name) => subject.startsWith(`${name} `)) : [],
  );
  const ordered = metrics.flatMap((row) => (measured.has(row.metric) ? [row.metric] : []));
  const names = [...new Set(ruled.length > 0 ? ruled : [...ordered, ...measured].slice(0, 1))];
  return names.slice(0, MOST_METRICS);
}

function tableOf(name: string, found: readonly Found[], { interval: { confidence } }: Verdict): string {
  const isHigherBetter = found[0]?.row.higherIsBetter ?? true;
  const sign = isHigherBetter ? 1 : -1;
  const worstFirst = found.toSorted((left, right) => sign * (left.row.candidate.value - right.row.candidate.value));
  const hasDifference = found.some(({ row }) => row.difference !== null);
  const rows = worstFirst.slice(0, MOST_SLICES).map(({ slice, row }) => {
    const decimals = Math.min(4, decimalsOf({ ...row, difference: null }));
    const value = estimate(row.candidate, decimals);
    if (!hasDifference) return [nameOf(slice), count(slice.n), value];
    const { baseline, difference } = row;
    return [
      nameOf(slice),
      count(slice.n),
      value,
      baseline ? metric(baseline.value, decimals) : '—',
      difference
        ? `${signed(difference.value, decimals)} (${interval(difference.low, difference.high, decimals)})`
        : '—',
    ];
  });
  const level = `${Math.round(100 * confidence)} %`;
  const head = ['slice', 'rows', `candidate (${level} interval)`];
  const full = hasDifference ? [...head, 'production', `difference (${level} interval)`] : head;
  const table = markdownTable([full, ...rows], { align: ['l', 'r', 'r', 'r', 'r'].slice(0, full.length) });
  const left = found.length - rows.length;
  const rest = left > 0 ? `\n\n… and ${left} that are better.` : '';
  return `**${code(name)}**, ${isHigherBetter ? 'lowest' : 'highest'} first\n\n${table}${rest}`;
}

function nameSmall(small: readonly SliceRow[], smallest: number): readonly string[] {
  if (small.length === 0) return [];
  const names = small.slice(0, MOST_SMALL).map((slice) => `${nameOf(slice)} (${count(slice.n)})`);
  const more = small.length > names.length ? ` and ${small.length - names.length} more` : '';
  return [`Fewer than ${count(smallest)} rows, so they decide nothing: ${names.join(', ')}${more}.`];
}

function nameOf({ of, slice }: SliceRow): string {
  return of === slice ? code(of, 80) : code(`${of.slice(0, 60)}: ${slice}`, 100);
}
