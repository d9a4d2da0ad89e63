import type { Drift } from '../config/schema.ts';
import type { ColumnDrift, DriftDecision } from './drift-report.ts';
import type { CategoricalProfile, NumericProfile } from './profile.ts';
import type { TestResult } from './test.ts';

/** One column of the window, measured against its reference. */
export interface Observed {
  readonly profile: NumericProfile | CategoricalProfile;
  readonly result: TestResult;
  readonly rows: number;
  readonly missing: number;
  readonly unseen: number | null;
}

/** A column has drifted when the effect is large AND the test is significant after correction AND there are enough rows. */
export function decideColumn(
  observed: Observed & { readonly correctedP: number },
  settings: Drift,
  rows: number,
): ColumnDrift {
  const { profile, result, correctedP, missing, unseen } = observed;
  const { psi, ks, alpha } = settings;
  const isNumeric = profile.type === 'numeric';
  const isLarge = result.psi >= psi || (isNumeric && result.statistic >= ks);
  const enough = rows >= settings['min-rows'];
  const decision: DriftDecision = !enough ? 'cannot-tell' : isLarge && correctedP < alpha ? 'drift' : 'none';
  const shares = {
    reference: profile.missing / Math.max(1, profile.count),
    current: missing / Math.max(1, rows),
  };
  const gaps =
    shares.reference === shares.current
      ? ''
      : `; missing ${renderShare(shares.reference)} in the reference, ${renderShare(shares.current)} now`;
  const effect = `PSI ${result.psi.toFixed(3)}${isNumeric ? `, KS ${result.statistic.toFixed(3)}` : ''}`;
  const messages = {
    'cannot-tell': `Only ${rows} rows; ${settings['min-rows']} are needed.`,
    drift: `${effect} at or above the limits (PSI ${psi}${isNumeric ? `, KS ${ks}` : ''}), p ${renderP(correctedP)} < ${alpha}${gaps}.`,
    none: isLarge ? `${effect} is large but may be chance (p ${renderP(correctedP)}).` : `${effect} below the limits.`,
  };
  return {
    column: profile.column,
    type: profile.type,
    test: result.test,
    statistic: enough ? result.statistic : 0,
    psi: enough ? Math.max(0, result.psi) : 0,
    p: enough ? correctedP : 1,
    threshold: { psi, statistic: isNumeric ? ks : null, alpha },
    missingShare: shares,
    unseenShare: unseen === null ? null : unseen / Math.max(1, rows),
    decision,
    message: messages[decision],
  };
}

function renderShare(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function renderP(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}
