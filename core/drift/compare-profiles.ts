import type { Drift } from '../config/drift.ts';
import type { Digest } from '../digest.ts';
import { OperatorError } from '../errors.ts';
import { holm } from '../evaluation/tests/holm.ts';
import type { Clock } from '../ports/clock.ts';
import { type NotCounted, nameSource, type Profile } from '../profile/profile.ts';
import { type ChunkParts, decidePart, findingsOf, lookAtParts, type SegmentParts } from './compare-parts.ts';
import { decideColumns } from './decide-columns.ts';
import { sayTooFew } from './decide-finding.ts';
import type { ColumnDrift, DriftReport } from './drift-report.ts';
import type { DriftDecision, Finding } from './finding.ts';
import { type FinerColumns, lookAtColumns } from './look-at-columns.ts';
import type { MultivariateReport } from './multivariate/multivariate-report.ts';
import type { SegmentDrift } from './part-drift.ts';
import type { PerformanceReport } from './performance/performance-report.ts';

export interface DriftQuestion {
  readonly reference: Profile;
  readonly current: Profile;
  readonly settings: Drift;
  readonly clock: Clock;
  /** What serves, where the window is of its log. */
  readonly served?: { readonly release: string; readonly digest: Digest; readonly environment: string } | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly brokenLines?: number;
  /** Decisions of earlier windows, newest first. */
  readonly before?: readonly DriftDecision[];
  /** Columns that 256 bins could not tell, on the finer grid. */
  readonly finer?: FinerColumns | undefined;
  readonly segments?: readonly SegmentParts[] | undefined;
  readonly chunks?: ChunkParts | undefined;
  /** Columns that the reference has not. */
  readonly newColumns?: readonly string[];
  /** Columns of types that are not counted, of either side. */
  readonly notCounted?: readonly NotCounted[];
  readonly compares?: DriftReport['compares'];
  /** What was found beside the columns: its drift is drift of the window, and what it cannot tell changes nothing. */
  readonly performance?: PerformanceReport | undefined;
  readonly multivariate?: MultivariateReport | undefined;
}

/** Compares a window with its reference, and decides. @throws OperatorError `document-invalid`, `data-invalid` */
export function compareProfiles(question: DriftQuestion): DriftReport {
  const {
    reference,
    current,
    settings,
    clock,
    served,
    before = [],
    compares,
    newColumns = [],
    notCounted = [],
  } = question;
  if (reference.source.rows === 0)
    throw new OperatorError(
      'data-invalid',
      `The reference ${reference.source.name} has zero rows.`,
      'Profile rows that a model was judged on.',
    );
  const { columns, segments } = decideWindow(question);
  const { drifted, of } = settings.windows;
  const { performance, multivariate } = question;
  const beside = [performance?.decision, multivariate?.decision];
  const isSmall = sayTooFew({ rows: rowsOf(question), minRows: settings['min-rows'] }) !== undefined;
  const now = beside.includes('drift')
    ? 'drift'
    : outcomeOf(columns, segments, { isSmall, isMeasuredBeside: beside.includes('none') });
  const windows = [now, ...before].slice(0, of);
  const isAlarm = now === 'drift' && windows.filter((decision) => decision === 'drift').length >= drifted;
  const chunks = question.chunks && decideChunks(question.chunks, settings, reference);
  return {
    kind: 'tidegate.drift-report',
    version: 1,
    id: `drift-${clock.id()}`,
    createdAt: clock.now().toISOString(),
    model: reference.model,
    release: served?.release ?? null,
    digest: served?.digest ?? null,
    environment: served?.environment ?? null,
    reference: { name: nameSource(reference.source), rows: reference.source.rows },
    window: {
      name: nameSource(current.source),
      rows: current.source.rows,
      from: question.from ?? null,
      to: question.to ?? null,
    },
    settings: { alpha: settings.alpha, minRows: settings['min-rows'], drifted, of },
    columns,
    driftedShare: shareOfDrifted(columns),
    windows,
    brokenLines: question.brokenLines ?? 0,
    outcome: now === 'drift' && !isAlarm ? 'none' : now,
    ...(compares && { compares }),
    ...(newColumns.length > 0 && { newColumns: newColumns.slice(0, 1000) }),
    ...(notCounted.length > 0 && { notCounted: notCounted.slice(0, 1000) }),
    ...(segments.length > 0 && { segments }),
    ...(chunks && { chunks }),
    ...(performance && { performance }),
    ...(multivariate && { multivariate }),
  };
}

/** Holm's correction runs over everything that is looked at in all columns and segments: a window has one chance of a false alarm. */
function decideWindow({ reference, current, settings, finer, segments = [] }: DriftQuestion): {
  readonly columns: ColumnDrift[];
  readonly segments: SegmentDrift[];
} {
  const looked = lookAtColumns(reference, current, settings, finer);
  const bySegment = segments.map(({ column, parts }) => ({ column, parts: lookAtParts(parts, settings, reference) }));
  const inSegments = bySegment.flatMap(({ parts }) => parts.flatMap((part) => findingsOf(part.looked)));
  const correctedOf = correct([...findingsOf(looked), ...inSegments]);
  const bounds = { alpha: settings.alpha, rows: rowsOf({ reference, current }), minRows: settings['min-rows'] };
  return {
    columns: decideColumns(looked, correctedOf, bounds),
    segments: bySegment.map(({ column, parts }) => ({
      column,
      parts: parts.map((part) => decidePart(part, correctedOf, settings)),
    })),
  };
}

function rowsOf({ reference, current }: Pick<DriftQuestion, 'reference' | 'current'>) {
  return { reference: reference.source.rows, window: current.source.rows };
}

/** Chunks look back: they are corrected among themselves, and decide nothing about the window. */
function decideChunks(
  { column, by, untimed, parts }: ChunkParts,
  settings: Drift,
  reference: Profile,
): DriftReport['chunks'] {
  const looked = lookAtParts(parts, settings, reference);
  const correctedOf = correct(looked.flatMap((part) => findingsOf(part.looked)));
  return { column, by, untimed, parts: looked.map((part) => decidePart(part, correctedOf, settings)) };
}

function correct(findings: readonly Finding[]): (finding: Finding) => number {
  const corrected = holm(findings.map(({ p }) => p));
  const pOf = new Map(findings.map((finding, index) => [finding, corrected[index] ?? 1]));
  return (finding) => pOf.get(finding) ?? 1;
}

/** A segment that is too small to tell leaves the window as it is: most tables have some. */
function outcomeOf(
  columns: readonly ColumnDrift[],
  segments: readonly SegmentDrift[],
  { isSmall, isMeasuredBeside }: { readonly isSmall: boolean; readonly isMeasuredBeside: boolean },
): DriftDecision {
  const decisions = columns.map(({ decision }) => decision);
  if (isSmall) return 'cannot-tell';
  if (segments.some(({ parts }) => parts.some(({ outcome }) => outcome === 'drift'))) return 'drift';
  if (decisions.length === 0 && !isMeasuredBeside) return 'cannot-tell';
  return decisions.includes('drift') ? 'drift' : decisions.includes('cannot-tell') ? 'cannot-tell' : 'none';
}

function shareOfDrifted(columns: readonly ColumnDrift[]): number {
  const features = columns.filter(({ role }) => role === 'feature');
  const isWeighted = features.some(({ importance }) => importance !== null);
  const weightOf = ({ importance }: ColumnDrift) => (isWeighted ? (importance ?? 0) : 1);
  const sum = (some: readonly ColumnDrift[]) => some.reduce((all, column) => all + weightOf(column), 0);
  const total = sum(features);
  return total === 0 ? 0 : sum(features.filter(({ decision }) => decision === 'drift')) / total;
}
