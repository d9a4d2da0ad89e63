import type { Drift } from '../../config/drift.ts';
import type { DriftDecision } from '../finding.ts';
import type { CannotTell } from '../multivariate/cannot-tell.ts';
import type { PerformancePart } from './performance-part.ts';
import type { PerformanceRow } from './performance-row.ts';

type Part = Pick<PerformancePart, 'kind' | 'rows' | 'metrics'> | CannotTell;

export interface PerformanceDecision {
  readonly decision: DriftDecision;
  readonly decidedBy: 'labels' | 'estimate' | null;
  /** Smallest loss that counts; null where the reference does not say what it is a share of. */
  readonly drop: number | null;
  readonly message: string;
}

/** Share of the reference's value that may be lost where a policy says no number. */
const USUAL_DROP = 0.05;

/**
 * Labels decide where there are enough of them; an estimate only stands in for them, and only where the policy asks for it. As of
 * columns, drift is a loss that is large, hardly chance and measured on enough rows.
 */
export function decidePerformance(
  metric: string,
  { realized, estimated }: { readonly realized: Part | null; readonly estimated: Part | null },
  settings: Pick<Drift, 'performance' | 'min-rows'>,
): PerformanceDecision {
  const byLabels = decideOn(metric, realized, settings, 'Labels');
  if (byLabels.decision !== 'cannot-tell' || byLabels.isMeasured) return { ...strip(byLabels), decidedBy: 'labels' };
  if (settings.performance === undefined) return { ...strip(byLabels), decidedBy: null };
  const byEstimate = decideOn(metric, estimated, settings, 'The estimate');
  if (byEstimate.decision === 'cannot-tell' && !byEstimate.isMeasured)
    return { ...strip(byLabels), message: `${byLabels.message} ${byEstimate.message}`, decidedBy: null };
  return { ...strip(byEstimate), decidedBy: 'estimate' };
}

interface Attempt extends Omit<PerformanceDecision, 'decidedBy'> {
  /** False where nothing was measured that a decision could rest on. */
  readonly isMeasured: boolean;
}

function decideOn(
  metric: string,
  part: Part | null,
  settings: Pick<Drift, 'performance' | 'min-rows'>,
  source: string,
): Attempt {
  const open = (why: string): Attempt => ({
    decision: 'cannot-tell',
    drop: settings.performance?.drop ?? null,
    message: `${source}: ${why}`,
    isMeasured: false,
  });
  if (part === null) return open('none.');
  if (part.kind === 'cannot-tell') return open(part.message);
  const least = settings['min-rows'];
  if (part.rows < least) return open(`only ${part.rows} rows; ${least} are needed to decide.`);
  const row = part.metrics.find((each) => each.metric === metric);
  if (!row) return open(`${metric} is not defined on these rows.`);
  if (!row.difference || !row.reference) return open(`${metric} of the reference is not known.`);
  const drop = settings.performance?.drop ?? USUAL_DROP * Math.abs(row.reference.value);
  return { ...weigh(row, row.difference, drop, source), drop, isMeasured: true };
}

function weigh(
  { metric, higherIsBetter, isWorse }: PerformanceRow,
  difference: NonNullable<PerformanceRow['difference']>,
  drop: number,
  source: string,
): Pick<PerformanceDecision, 'decision' | 'message'> {
  const loss = higherIsBetter ? -difference.value : difference.value;
  const size =
    loss > 0
      ? `${source}: ${metric} is worse by ${short(loss)} (the difference is between ${short(difference.low)} and ${short(difference.high)})`
      : `${source}: ${metric} is not worse`;
  if (loss <= 0) return { decision: 'none', message: `${size}.` };
  if (loss < drop) return { decision: 'none', message: `${size}, less than ${short(drop)}.` };
  if (isWorse) return { decision: 'drift', message: `${size}, at or above ${short(drop)} and hardly by chance.` };
  return {
    decision: 'cannot-tell',
    message: `${size}, at or above ${short(drop)}, but it may be chance: more rows will tell.`,
  };
}

function strip({ isMeasured: _, ...decision }: Attempt): Omit<PerformanceDecision, 'decidedBy'> {
  return decision;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
