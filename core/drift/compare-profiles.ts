import type { Drift } from '../config/drift.ts';
import type { Digest } from '../digest.ts';
import { OperatorError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Profile } from '../profile/profile.ts';
import { compareColumns } from './compare-columns.ts';
import type { ColumnDrift, DriftReport } from './drift-report.ts';
import type { DriftDecision } from './finding.ts';
import type { MultivariateReport } from './multivariate/multivariate-report.ts';
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
  /** What was found beside the columns: its drift is drift of the window, and what it cannot tell changes nothing. */
  readonly performance?: PerformanceReport | undefined;
  readonly multivariate?: MultivariateReport | undefined;
}

/** Compares a window with its reference, and decides. @throws OperatorError `document-invalid`, `data-invalid` */
export function compareProfiles(question: DriftQuestion): DriftReport {
  const { reference, current, settings, clock, served, before = [] } = question;
  if (reference.source.rows === 0)
    throw new OperatorError(
      'data-invalid',
      `The reference ${reference.source.name} has zero rows.`,
      'Profile rows that a model was judged on.',
    );
  const columns = compareColumns(reference, current, settings);
  const { drifted, of } = settings.windows;
  const { performance, multivariate } = question;
  const beside = [performance?.decision, multivariate?.decision];
  const now = beside.includes('drift') ? 'drift' : decideWindow(columns, current.source.rows < settings['min-rows']);
  const windows = [now, ...before].slice(0, of);
  const isAlarm = now === 'drift' && windows.filter((decision) => decision === 'drift').length >= drifted;
  return {
    kind: 'tidegate.drift-report',
    version: 1,
    id: `drift-${clock.id()}`,
    createdAt: clock.now().toISOString(),
    model: reference.model,
    release: served?.release ?? null,
    digest: served?.digest ?? null,
    environment: served?.environment ?? null,
    reference: { name: reference.source.name, rows: reference.source.rows },
    window: {
      name: current.source.name,
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
    ...(performance && { performance }),
    ...(multivariate && { multivariate }),
  };
}

function decideWindow(columns: readonly ColumnDrift[], isSmall: boolean): DriftDecision {
  const decisions = columns.map(({ decision }) => decision);
  if (isSmall) return 'cannot-tell';
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
