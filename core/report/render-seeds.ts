import { markdownTable } from 'markdown-table';
import type { Verdict } from '../gate/verdict.ts';
import { code } from './escape.ts';
import { fold } from './fold.ts';
import { decimalsOf, metric } from './numbers.ts';

const MOST_METRICS = 40;

/** How much luck of the seed there is: mean ± standard deviation over the seeds that were trained. */
export function renderSeeds({ metrics }: Verdict): readonly string[] {
  const rows = metrics.flatMap((row) => {
    if (!row.seeds) return [];
    const { count, mean, standardDeviation } = row.seeds;
    const decimals = decimalsOf(row);
    return [
      [code(row.metric, 80), `${metric(mean, decimals)} ± ${metric(standardDeviation, decimals)}`, `${count} seeds`],
    ];
  });
  if (rows.length === 0) return [];
  const table = markdownTable([['metric', 'mean ± sd', 'seeds'], ...rows.slice(0, MOST_METRICS)], {
    align: ['l', 'r', 'r'],
  });
  return [fold('Seeds: how much the result depends on luck', table)];
}
