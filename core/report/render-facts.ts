import { shortDigest } from '../digest.ts';
import type { Verdict } from '../gate/verdict.ts';
import type { RunRecord } from '../run/run-record.ts';
import { code, sentence } from './escape.ts';
import { count } from './numbers.ts';

const MOST_CLASSES = 8;

/** What was computed, on what and how: enough to do it again. */
export function renderFacts(verdict: Verdict, run: RunRecord): string {
  const { evaluation, interval, candidate, baseline } = verdict;
  const { parity } = run.onnx;
  const checked = parity
    ? `, ONNX parity ${parity.maxAbsoluteDifference.toExponential(1)} on ${count(parity.rows)} rows`
    : '';
  const production = baseline ? `, production ${code(shortDigest(baseline.digest))}` : '';
  const group = evaluation.group === null ? '' : `, resampled by ${code(evaluation.group, 80)}`;
  const weight = evaluation.weight === null ? '' : `, weighted by ${code(evaluation.weight, 80)}`;
  return [
    `<sub>Recomputed by the gate from the ONNX files on the same ${count(evaluation.n)} held-out rows${renderClasses(verdict)} of the default branch, not taken from the training job.`,
    ...renderThreshold(verdict),
    `Intervals by ${sentence(interval.method)}, ${count(interval.replicates)} replicates, seed ${interval.seed}${group}${weight}.`,
    `Candidate ${code(shortDigest(candidate.digest))} at ${code(candidate.commit?.slice(0, 7) ?? 'no commit')}${production}, run on ${code(evaluation.provider, 60)}.`,
    `The job says: trained in ${(run.timings.trainingMs / 1000).toFixed(1)} s by ${code(run.environment.framework ?? 'an unnamed framework')}${checked}.</sub>`,
  ].join(' ');
}

export function capitalise(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

export function renderClasses({ evaluation: { positive, positives, classes } }: Verdict): string {
  if (positives !== null) return ` (${count(positives)} positive${positive === null ? '' : `: ${code(positive, 40)}`})`;
  const sizes = Object.entries(classes).toSorted(([, left], [, right]) => right - left);
  if (sizes.length === 0) return '';
  const names = sizes.slice(0, MOST_CLASSES).map(([name, rows]) => `${code(name, 40)} ${count(rows)}`);
  const more = sizes.length > names.length ? ` and ${sizes.length - names.length} more` : '';
  return ` (${sizes.length} classes: ${names.join(', ')}${more})`;
}

export function renderThreshold({ evaluation: { threshold, thresholdFrom } }: Verdict): readonly string[] {
  if (threshold === null) return [];
  const from = thresholdFrom === 'training' ? ', chosen on the training rows' : '';
  return [`Decision threshold ${Number(threshold.toPrecision(6))}${from}.`];
}
