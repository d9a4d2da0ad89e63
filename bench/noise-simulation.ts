import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runJobs } from './noise/pool.ts';
import { BASELINE_NOISE, POPULATIONS } from './noise/populations.ts';
import { renderNoise, type ScenarioResult } from './noise/render.ts';
import type { Scenario, Tally, Truth } from './noise/trials.ts';

const { values: options } = parseArgs({
  options: {
    trials: { type: 'string', default: '2000' },
    'effect-trials': { type: 'string', default: '1000' },
    replicates: { type: 'string', default: '2000' },
    rows: { type: 'string', default: '200,1000,5000' },
    seed: { type: 'string', default: '7' },
    interval: { type: 'string', default: 'percentile' },
    out: { type: 'string', default: join(import.meta.dirname, '../docs/noise.md') },
  },
});
const [replicates, seed] = [Number(options.replicates), Number(options.seed)];
const trialsOf = ({ noise }: Scenario) => Number(noise === BASELINE_NOISE ? options.trials : options['effect-trials']);
const interval = options.interval === 'bca' ? 'bca' : 'percentile';
/** The candidate's noise with a real effect: about as large as what a release brings. */
const EFFECT_NOISE = 0.5;
const CHUNK = 50;

const sizes = options.rows.split(',').map(Number);
const kinds = POPULATIONS.flatMap(({ name }) =>
  [BASELINE_NOISE, EFFECT_NOISE].map((noise) => ({ population: name, noise })),
);
const truths = await runJobs<Record<string, Truth>>(
  kinds.map((kind) => ({ kind: 'truth', scenario: { ...kind, rows: 0 }, seed })),
  () => {},
);
const scenarios = kinds.flatMap((kind, index) =>
  sizes.map((rows): { scenario: Scenario; truths: Record<string, Truth> } => ({
    scenario: { ...kind, rows },
    truths: truths[index] ?? {},
  })),
);
const jobs = scenarios.flatMap((each, index) =>
  Array.from({ length: Math.ceil(trialsOf(each.scenario) / CHUNK) }, (_, chunk) => {
    const [from, to] = [chunk * CHUNK, Math.min(trialsOf(each.scenario), (chunk + 1) * CHUNK)];
    return { kind: 'trials', ...each, settings: { replicates, seed, interval, from, to }, index } as const;
  }),
);
const started = performance.now();
const tallies = await runJobs<Record<string, Tally>>(jobs, (done) => {
  if (done % 40 === 0) process.stderr.write(`${done} of ${jobs.length} jobs\n`);
});
const results = scenarios.map(
  ({ scenario, truths: known }, index): ScenarioResult => ({
    ...scenario,
    trials: trialsOf(scenario),
    isEqual: scenario.noise === BASELINE_NOISE,
    truths: known,
    tallies: sumTallies(tallies.filter((_, job) => jobs[job]?.index === index)),
  }),
);
const text = renderNoise(results, { replicates, seed, interval });
writeFileSync(options.out, text);
process.stdout.write(text);
process.stderr.write(`${Math.round((performance.now() - started) / 1000)} seconds\n`);

function sumTallies(parts: readonly Record<string, Tally>[]): Record<string, Tally> {
  const sums: Record<string, Tally> = {};
  for (const [metric, tally] of parts.flatMap((part) => Object.entries(part))) {
    const sum = sums[metric] ?? { better: 0, worse: 0, coversDifference: 0, coversCandidate: 0, width: 0 };
    for (const key of ['better', 'worse', 'coversDifference', 'coversCandidate', 'width'] as const)
      sum[key] += tally[key];
    sums[metric] = sum;
  }
  return sums;
}
