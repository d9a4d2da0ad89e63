import type { PerformancePart } from '../drift/performance/performance-part.ts';
import type { PerformanceReport } from '../drift/performance/performance-report.ts';
import type { PerformanceRow } from '../drift/performance/performance-row.ts';
import { count, decimalsOf, estimate, percent } from './numbers.ts';

/** One metric in words of numbers; '' where a side does not have it. */
export interface PerformanceLine {
  readonly metric: string;
  readonly isDeciding: boolean;
  readonly reference: string;
  readonly estimated: string;
  readonly realized: string;
  readonly isWorse: { readonly estimated: boolean; readonly realized: boolean };
}

/** Metrics as the report has them, the one that decides first. */
export function performanceLines({ metric, estimated, realized }: PerformanceReport): readonly PerformanceLine[] {
  const [without, by] = [rowsOf(estimated), rowsOf(realized)];
  const names = new Set([...by.keys(), ...without.keys()]);
  return [...names]
    .toSorted((left, right) => Number(right === metric) - Number(left === metric))
    .map((name) => {
      const [guess, fact] = [without.get(name), by.get(name)];
      const reference = fact?.reference ?? guess?.reference ?? null;
      return {
        metric: name,
        isDeciding: name === metric,
        reference: reference ? renderValue(reference, fact ?? guess) : '',
        estimated: guess ? renderValue(guess.estimate, guess) : '',
        realized: fact ? renderValue(fact.estimate, fact) : '',
        isWorse: { estimated: guess?.isWorse === true, realized: fact?.isWorse === true },
      };
    });
}

/** What the numbers rest on, as sentences of our own with numbers in them; names of data are in none. */
export function performanceNotes({
  realized,
  estimated,
  strangers,
  unmatched = 0,
  read,
  task,
}: PerformanceReport): readonly string[] {
  const notes: string[] = [];
  if (realized?.kind === 'measured')
    notes.push(
      `Measured on ${count(realized.rows)} of ${count(realized.windowRows)} rows, whose labels have arrived (${percent(realized.labelledShare)}).`,
    );
  else if (realized) notes.push(`Measured: nothing. ${realized.message}`);
  if (unmatched > 0)
    notes.push(
      unmatched === 1
        ? '1 label belongs to no row: its id is not among those of the window.'
        : `${count(unmatched)} labels belong to no row: their ids are not among those of the window.`,
    );
  if (estimated?.kind === 'measured') {
    const method = estimated.method === 'cbpe' ? 'CBPE (confidence-based)' : 'DLE (direct loss estimation)';
    notes.push(
      `Estimated without labels by ${method} for ${count(estimated.rows)} rows, from ${count(estimated.referenceRows)} labelled rows of the reference.`,
    );
    if (estimated.unseenShare > 0)
      notes.push(
        `${percent(estimated.unseenShare)} of the rows have ${task === 'regression' ? 'values' : 'scores'} that the reference does not reach: of them the estimate knows least.`,
      );
  } else if (estimated) notes.push(`Estimated: nothing. ${estimated.message}`);
  const level = [realized, estimated].find((part) => part?.kind === 'measured');
  if (level?.kind === 'measured') notes.push(`Intervals are at ${percent(level.interval.confidence, 0)}.`);
  if (strangers > 0)
    notes.push(
      strangers === 1
        ? '1 label is no class of the model; it counts as not arrived.'
        : `${count(strangers)} labels are no class of the model; they count as not arrived.`,
    );
  if (read) notes.push(...cappedNotes(read));
  return notes;
}

/** What an estimate takes for granted. */
export function assumptionsOf({ estimated }: PerformanceReport): readonly string[] {
  return estimated?.kind === 'measured' ? estimated.assumptions : [];
}

/** Which sides were read in part only. */
export function cappedNotes(read: NonNullable<PerformanceReport['read']>): readonly string[] {
  return (['reference', 'window'] as const).flatMap((side) => {
    const { read: looked, all } = read[side];
    if (looked >= all) return [];
    return [`Of the ${count(all)} rows of the ${side} ${count(looked)} were looked at, evenly spread.`];
  });
}

function rowsOf(part: PerformanceReport['estimated'] | PerformanceReport['realized']) {
  const metrics: PerformancePart['metrics'] = part?.kind === 'measured' ? part.metrics : [];
  return new Map(metrics.map((row) => [row.metric, row]));
}

function renderValue(value: PerformanceRow['estimate'], row: PerformanceRow | undefined): string {
  const decimals = row
    ? decimalsOf({ candidate: row.estimate, baseline: row.reference, difference: row.difference })
    : undefined;
  return estimate(value, decimals);
}
