import { markdownTable } from 'markdown-table';
import type { Scenario, Tally, TrialSettings, Truth } from './trials.ts';

export interface ScenarioResult extends Scenario {
  readonly trials: number;
  readonly isEqual: boolean;
  readonly truths: Readonly<Record<string, Truth>>;
  readonly tallies: Readonly<Record<string, Tally>>;
}

export function renderNoise(results: readonly ScenarioResult[], settings: TrialSettings): string {
  const { replicates, seed, interval } = settings;
  const [equal = 0, effect = 0] = [true, false].map((is) => results.find(({ isEqual }) => isEqual === is)?.trials);
  return `# How often noise fools a verdict

Two models answer the same rows, anew in every trial, and \`compareModels\` decides as in a gate: 95 % intervals (${interval}),
${thousands(replicates)} replicates. Run it with \`npm run bench:noise\`. The populations are in \`bench/noise/populations.ts\`.

\`\`\`
node bench/noise-simulation.ts --trials ${equal} --effect-trials ${effect} --replicates ${replicates} --seed ${seed} --interval ${interval}
\`\`\`

The rule that is on trial: a candidate is *better* or *worse* where the interval of the difference leaves zero out and p is below 5 %,
and else *cannot tell* (or *not worse*, where a margin is given). What is asked of it: models of equal quality are called in at most 5 %
of the trials, and an interval holds the true value in 95 % (± 1.5) of them.

- **N**: rows of the evaluation, of one trial.
- **called**, **better**, **worse**: share of the trials with that decision.
- **difference covered**, **own value covered**: share of the trials whose interval, of the difference or of the candidate's own value,
  holds the true one.
- **mean width**: of the interval of the difference, in the unit of the metric.

## Models of equal quality (A/A)

Half of the variance of the models' errors is common to both, and neither is better. "Called" is *better* or *worse* taken together:
at most 5 % are asked. A rate near 5 % measured in ${thousands(equal)} trials has a standard error of ${(100 * Math.sqrt(0.0475 / equal)).toFixed(2)} points.

${table(results, true, ['called'], (tally, trials) => [share(tally.better + tally.worse, trials)])}

## A real difference

The candidate reads the truth with an error of 0.5 standard deviations, the baseline with 0.6. "Better" is the power of the gate: how
often it sees what is there. "Worse" is the wrong way round. Power is printed, nothing is asked of it: it says how many rows an effect
of such a size needs. True differences are those of four million rows; ${thousands(effect)} trials.

${table(results, false, ['true difference', 'better', 'worse'], (tally, trials, truth) => [
  truth.difference.toFixed(4),
  share(tally.better, trials),
  share(tally.worse, trials),
])}
`;
}

function table(
  results: readonly ScenarioResult[],
  isEqual: boolean,
  head: readonly string[],
  cellsOf: (tally: Tally, trials: number, truth: Truth) => readonly string[],
): string {
  const cells = results
    .filter((result) => result.isEqual === isEqual)
    .flatMap(({ rows, trials, tallies, truths }) =>
      Object.entries(tallies).map(([metric, tally]) => [
        metric,
        thousands(rows),
        ...cellsOf(tally, trials, truths[metric] ?? { candidate: Number.NaN, difference: Number.NaN }),
        share(tally.coversDifference, trials),
        share(tally.coversCandidate, trials),
        (tally.width / trials).toFixed(4),
      ]),
    )
    .sort(([left = ''], [right = '']) => left.localeCompare(right));
  const columns = ['metric', 'N', ...head, 'difference covered', 'own value covered', 'mean width'];
  return markdownTable([columns, ...cells], { align: columns.map((_, index) => (index === 0 ? 'l' : 'r')) });
}

function share(count: number, trials: number): string {
  return `${((100 * count) / trials).toFixed(2)} %`;
}

function thousands(count: number): string {
  return count.toLocaleString('en');
}
