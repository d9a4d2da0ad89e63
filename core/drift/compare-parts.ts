import type { Drift, DriftChunk } from '../config/drift.ts';
import type { Profile } from '../profile/profile.ts';
import { type DecidedFinding, decideFinding, sayTooFew } from './decide-finding.ts';
import type { DriftDecision, Finding } from './finding.ts';
import { type LookedColumn, lookAtColumns } from './look-at-columns.ts';
import type { DriftedColumn, PartDrift } from './part-drift.ts';

/** A part of the window and what it is compared with; no reference where it had no such rows. */
export interface WindowPart {
  readonly name: string;
  readonly kind: PartDrift['kind'];
  readonly reference: Profile | undefined;
  readonly current: Profile;
}
export interface SegmentParts {
  readonly column: string;
  readonly parts: readonly WindowPart[];
}
export interface ChunkParts extends DriftChunk {
  readonly untimed: number;
  readonly parts: readonly WindowPart[];
}

export interface LookedPart {
  readonly part: WindowPart;
  readonly looked: readonly LookedColumn[];
}

/** What the parts show; thresholds are learnt from the whole reference. A part that is too small to be decided has no say in the correction of the others. */
export function lookAtParts(parts: readonly WindowPart[], settings: Drift, { learnt }: Profile): LookedPart[] {
  return parts.map((part) => {
    const { reference, current } = part;
    const isDecidable =
      reference !== undefined && sayTooFew({ rows: rowsOf(part), minRows: settings['min-rows'] }) === undefined;
    return { part, looked: isDecidable ? lookAtColumns({ ...reference, learnt }, current, settings) : [] };
  });
}

export function findingsOf(looked: readonly LookedColumn[]): Finding[] {
  return looked.flatMap(({ findings }) => findings);
}

export function decidePart(
  { part, looked }: LookedPart,
  correctedOf: (finding: Finding) => number,
  settings: Drift,
): PartDrift {
  const { name, kind, reference, current } = part;
  const bounds = { alpha: settings.alpha, rows: rowsOf(part), minRows: settings['min-rows'] };
  const columns = looked.map(({ column, findings }) => {
    const decided = findings.map((finding) => decideFinding({ ...finding, correctedP: correctedOf(finding) }, bounds));
    const decisions = decided.map(({ decision }) => decision);
    const isOpen = decisions.includes('cannot-tell') || (decided.length === 0 && column.role !== 'target');
    return { column: column.name, worst: worstOf(decided), isOpen };
  });
  const drifted = columns.flatMap(({ column, worst }) => (worst ? [describe(column, worst)] : []));
  const undecided = columns.filter(({ worst, isOpen }) => isOpen && !worst).length;
  return {
    name,
    kind,
    rows: current.source.rows,
    referenceRows: reference?.source.rows ?? 0,
    outcome: outcomeOf(looked.length > 0, drifted.length, undecided),
    drifted: drifted.toSorted((left, right) => overOf(right) - overOf(left)),
    undecided,
  };
}

function rowsOf({ reference, current }: WindowPart) {
  return { reference: reference?.source.rows ?? 0, window: current.source.rows };
}

function outcomeOf(isLookedAt: boolean, drifted: number, undecided: number): DriftDecision {
  if (!isLookedAt) return 'cannot-tell';
  return drifted > 0 ? 'drift' : undecided > 0 ? 'cannot-tell' : 'none';
}

function worstOf(findings: readonly DecidedFinding[]): DecidedFinding | undefined {
  return findings
    .filter(({ decision }) => decision === 'drift')
    .toSorted((left, right) => overOf(right) - overOf(left))[0];
}

function overOf({ effect, threshold }: Pick<Finding, 'effect' | 'threshold'>): number {
  return effect.low / Math.max(threshold, 1e-12);
}

function describe(column: string, finding: DecidedFinding): DriftedColumn {
  const { aspect, part, measure, effect, threshold, correctedP } = finding;
  return { column, aspect, part, measure, effect, threshold, correctedP };
}
