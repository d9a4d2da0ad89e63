import type { ColumnPart } from './column-parts.ts';
import { type DecidedFinding, type DecisionBounds, decideFinding, sayTooFew } from './decide-finding.ts';
import { dayOf, groupCategories, groupNumbers, minuteOf } from './distance/shares.ts';
import type { ColumnDrift } from './drift-report.ts';
import type { DriftDecision, Finding } from './finding.ts';
import type { LookedColumn } from './look-at-columns.ts';

const ORDER: readonly DriftDecision[] = ['drift', 'cannot-tell', 'none'];

/** Each column, the ones that have drifted first. `correctedOf` is p after the correction over all that is looked at. */
export function decideColumns(
  looked: readonly LookedColumn[],
  correctedOf: (finding: Finding) => number,
  bounds: DecisionBounds,
): ColumnDrift[] {
  return looked
    .map(({ column, parts, findings, importance }): ColumnDrift => {
      const decided = findings
        .map((finding) => decideFinding({ ...finding, correctedP: correctedOf(finding) }, bounds))
        .toSorted(byWeight);
      return {
        column: column.name,
        kind: column.kind,
        role: column.role,
        importance,
        decision: decided[0]?.decision ?? (isNothingExpected(column, bounds) ? 'none' : 'cannot-tell'),
        findings: decided,
        shares: sharesOf(parts[0], column.kind === 'timestamp'),
      };
    })
    .toSorted((left, right) => {
      const byDecision = ORDER.indexOf(left.decision) - ORDER.indexOf(right.decision);
      return byDecision || (left.findings[0] && right.findings[0] ? byWeight(left.findings[0], right.findings[0]) : 0);
    });
}

/** Labels may not have arrived: a target that cannot be compared yet leaves the window as it is. */
function isNothingExpected({ role }: LookedColumn['column'], bounds: DecisionBounds): boolean {
  return role === 'target' && sayTooFew(bounds) === undefined;
}

/** By decision, then by how far the effect is above its threshold. */
function byWeight(left: DecidedFinding, right: DecidedFinding): number {
  const over = ({ effect, threshold }: DecidedFinding) => effect.low / Math.max(threshold, 1e-12);
  return ORDER.indexOf(left.decision) - ORDER.indexOf(right.decision) || over(right) - over(left);
}

const LEAST_DAYS = 40 * 86_400;

function sharesOf(part: ColumnPart | undefined, isTime: boolean): ColumnDrift['shares'] {
  if (!part) return null;
  const seconds = part.kind === 'numbers' ? (part.reference.max ?? 0) - (part.reference.min ?? 0) : 0;
  const write = isTime ? (seconds < LEAST_DAYS ? minuteOf : dayOf) : undefined;
  const { labels, reference, current } =
    part.kind === 'numbers'
      ? groupNumbers(part.reference, part.current, 20, write)
      : groupCategories(part.reference, part.current);
  const share = (counts: readonly number[]) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count) => (total === 0 ? 0 : count / total));
  };
  return { labels: [...labels], reference: share(reference), current: share(current) };
}
