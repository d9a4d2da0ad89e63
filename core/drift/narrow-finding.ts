import type { ColumnDrift } from './drift-report.ts';
import type { Finding } from './finding.ts';

/** Bounds of both countings hold the exact effect, so it lies where they overlap; p is of the least effect that is possible. */
export function narrowFinding(finding: Finding, finer: Finding): Finding {
  if (finding.effect.low === finding.effect.high) return finding;
  const low = Math.max(finding.effect.low, finer.effect.low);
  const high = Math.max(low, Math.min(finding.effect.high, finer.effect.high));
  return { ...finding, effect: { low, high }, p: Math.min(finding.p, finer.p), isRefined: true };
}

/**
 * Columns that are undecided only because their counts are too coarse: their raw rows would tell. Also those where chance is not
 * excluded for the least effect that the counts allow, while the greatest is above the threshold.
 */
export function listUndecided(columns: readonly ColumnDrift[]): ReadonlySet<string> {
  const isOpen = ({ findings, decision }: ColumnDrift) =>
    decision !== 'drift' &&
    findings.some(({ effect, threshold }) => effect.low < threshold && threshold <= effect.high);
  return new Set(columns.filter(isOpen).map(({ column }) => column));
}
