import { markdownTable } from 'markdown-table';
import type { Scenario, Tally, TrialSettings, Truth } from './trials.ts';

export interface ScenarioResult extends Scenario {
  readonly isEqual: boolean;
  readonly truths: Readonly<Record<string, Truth>>;
  readonly tallies: Readonly<Record<string, Tally>>;
}

export function renderNoise(
  results: readonly ScenarioResult[],
  settings: TrialSettings & { readonly trials: number; readonly minutes: number },
): string {
  const { trials, replicates, seed, interval } = settings;
  const share = (count: number) => `${((100 * count) / trials).toFixed(2)} %`;
  const cells = (isEqual: boolean) =>
    results
      .filter((result) => result.isEqual === isEqual)
      .flatMap(({ rows, tallies, truths }) =>
        Object.entries(tallies).map(([metric, tally]) => {
          const called = isEqual
            ? [share(tally.better + tally.worse)]
            : [(truths[metric]?.difference ?? 0).toFixed(4), share(tally.better), share(tally.worse)];
          const width = (tally.width / trials).toFixed(4);
          return [
            metric,
            rows.toLocaleString('en'),
            ...called,
            share(tally.coversDifference),
            share(tally.coversCandidate),
            width,
          ];
        }),
      )
      .sort(([left = ''], [right = '']) => left.localeCompare(right));
  const ends = ['difference covered', 'own value covered', 'mean width'];
  const table = (head: readonly string[], isEqual: boolean) =>
    markdownTable([['metric', 'N', ...head, ...ends], ...cells(isEqual)], {
      align: ['l', ...Array.from({ length: head.length + ends.length + 1 }, () => 'r')],
    });
  return `# How often a verdict is fooled by noise

Two models answer the same rows, ${trials.toLocaleString('en')} times for each N; each time \`compareModels\` decides as in a gate, with 95 % intervals
(${interval}, ${replicates.toLocaleString('en')} replicates; a gate takes 2,000 by default). The populations are in
\`bench/noise/populations.ts\`. Rates of ${trials.toLocaleString('en')} trials are themselves uncertain by ± 1 point (two standard errors).

\`\`\`
node bench/noise-simulation.ts --trials ${trials} --replicates ${replicates} --seed ${seed} --interval ${interval}
\`\`\`

## Models of equal quality (A/A)

Half of the variance of the models' errors is common to both; neither is better. "Called" is the share of trials decided *better* or *worse*: the bar is
5 %. An interval should hold the true value in 95 % of trials (± 1.5).

${table(['called better or worse'], true)}

## A real difference

The candidate reads the truth with an error of 0.5 standard deviations, the baseline of 0.6. "Better" is the power of the gate; "worse" is
the wrong way round. True differences are by four million rows.

${table(['true difference', 'better', 'worse'], false)}
`;
}
