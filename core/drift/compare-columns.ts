import type { Drift } from '../config/drift.ts';
import { holm } from '../evaluation/tests/holm.ts';
import type { Profile } from '../profile/profile.ts';
import { findConstant } from './aspects/constant.ts';
import { findDistribution } from './aspects/distribution.ts';
import { findMissing, findNotFinite } from './aspects/missing.ts';
import { findNewCategories } from './aspects/new-categories.ts';
import { findOutOfRange } from './aspects/out-of-range.ts';
import { type ColumnPart, partsOf } from './column-parts.ts';
import { type DecidedFinding, decideFinding } from './decide-finding.ts';
import { groupCategories, groupNumbers } from './distance/shares.ts';
import type { ColumnDrift } from './drift-report.ts';
import type { DriftDecision, Finding } from './finding.ts';

const ORDER: readonly DriftDecision[] = ['drift', 'cannot-tell', 'none'];

/**
 * Each column of two profiles, the ones that have drifted first. Holm's correction runs over everything that is looked at in all
 * columns: a window has one chance of a false alarm.
 * @throws OperatorError `document-invalid` when the profiles are of other columns
 */
export function compareColumns(reference: Profile, current: Profile, settings: Drift): ColumnDrift[] {
  const rows = { reference: reference.source.rows, current: current.source.rows };
  const others = new Map(current.columns.map((column) => [column.name, column]));
  const looked = reference.columns.flatMap((column) => {
    const other = others.get(column.name);
    const own = settings.columns[column.name];
    if (!other || own?.ignore) return [];
    const parts = partsOf(column, other);
    const found = parts.flatMap((part) => lookAt(part, rows, settings, own?.threshold));
    // Labels that have not arrived yet are no drift.
    const findings = column.role === 'target' ? found.filter(({ aspect }) => aspect !== 'missing') : found;
    return [{ column, parts, findings, importance: own?.importance ?? null }];
  });
  const all = looked.flatMap(({ findings }) => findings);
  const corrected = holm(all.map(({ p }) => p));
  const bounds = { alpha: settings.alpha, rows: rows.current, minRows: settings['min-rows'] };
  const pOf = new Map(all.map((finding, index) => [finding, corrected[index] ?? 1]));
  return looked
    .map(({ column, parts, findings, importance }): ColumnDrift => {
      const decided = findings
        .map((finding) => decideFinding({ ...finding, correctedP: pOf.get(finding) ?? 1 }, bounds))
        .toSorted(byWeight);
      return {
        column: column.name,
        kind: column.kind,
        role: column.role,
        importance,
        decision: decided[0]?.decision ?? (bounds.rows < bounds.minRows ? 'cannot-tell' : 'none'),
        findings: decided,
        shares: sharesOf(parts[0]),
      };
    })
    .toSorted((left, right) => {
      const byDecision = ORDER.indexOf(left.decision) - ORDER.indexOf(right.decision);
      return byDecision || (left.findings[0] && right.findings[0] ? byWeight(left.findings[0], right.findings[0]) : 0);
    });
}

function lookAt(
  part: ColumnPart,
  rows: { readonly reference: number; readonly current: number },
  settings: Drift,
  threshold: number | undefined,
): Finding[] {
  return [
    findDistribution(part, settings, threshold),
    findMissing(part, rows, settings),
    findNotFinite(part, rows, settings),
    findNewCategories(part, settings),
    findOutOfRange(part, settings),
    findConstant(part),
  ].filter((finding) => finding !== undefined);
}

/** By decision, then by how far the effect is above its threshold. */
function byWeight(left: DecidedFinding, right: DecidedFinding): number {
  const over = ({ effect, threshold }: DecidedFinding) => effect.low / Math.max(threshold, 1e-12);
  return ORDER.indexOf(left.decision) - ORDER.indexOf(right.decision) || over(right) - over(left);
}

function sharesOf(part: ColumnPart | undefined): ColumnDrift['shares'] {
  if (!part) return null;
  const { labels, reference, current } =
    part.kind === 'numbers'
      ? groupNumbers(part.reference, part.current, 20)
      : groupCategories(part.reference, part.current);
  const share = (counts: readonly number[]) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count) => (total === 0 ? 0 : count / total));
  };
  return { labels: [...labels], reference: share(reference), current: share(current) };
}
