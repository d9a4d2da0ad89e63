import type { BoundEstimate } from './bound-interval.ts';
import type { Comparison } from './compare.ts';

/** How the intervals of a comparison are found, in words: the same for all of its metrics. */
export function describeBootstrap({ baseline, groups, candidate, interval, seeds = [] }: Comparison): string {
  const seedCount = new Set([candidate, ...seeds]).size;
  const kind = seedCount > 1 ? 'hierarchical bootstrap' : baseline ? 'paired bootstrap' : 'bootstrap';
  const unit = groups ? 'groups' : candidate.task === 'ranking' ? 'queries' : 'rows';
  const over = seedCount > 1 ? ` over ${unit} and ${seedCount} seeds` : unit === 'rows' ? '' : ` over ${unit}`;
  const ends = interval === 'bca' ? 'BCa' : 'percentile';
  return `${kind}${over} (${ends}${seedCount > 1 ? ', stretched by t for few seeds' : ''})`;
}

/** The same for one metric: what its own intervals got beside the bootstrap. */
export function describeMethod(comparison: Comparison, estimates: Readonly<Record<string, BoundEstimate>>): string {
  const notes = Object.entries(estimates).flatMap(([name, estimate]) =>
    estimate.note === undefined ? [] : [`; ${name}: ${estimate.note}`],
  );
  return `${describeBootstrap(comparison)}${notes.join('')}`;
}
