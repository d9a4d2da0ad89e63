import { parentPort } from 'node:worker_threads';
import { BASELINE_NOISE, POPULATIONS } from './populations.ts';
import { findTruths, runTrials, type Scenario, type Tally, type TrialSettings, type Truth } from './trials.ts';

export type Job =
  | { readonly kind: 'truth'; readonly scenario: Scenario; readonly seed: number }
  | {
      readonly kind: 'trials';
      readonly scenario: Scenario;
      readonly truths: Readonly<Record<string, Truth>>;
      readonly settings: TrialSettings & { readonly from: number; readonly to: number };
    };
export type Answer = Record<string, Truth> | Record<string, Tally>;

parentPort?.on('message', (job: Job) => {
  const population = POPULATIONS.find(({ name }) => name === job.scenario.population);
  if (!population) throw new Error(`unknown population ${job.scenario.population}`);
  const { noise } = job.scenario;
  const answer: Answer =
    job.kind === 'truth'
      ? findTruths(population, noise, noise === BASELINE_NOISE, job.seed)
      : runTrials(population, job.scenario, job.truths, job.settings);
  parentPort?.postMessage(answer);
});
