import * as z from 'zod';
import { DriftDecision, Finding } from './finding.ts';

export const DecidedFinding = Finding.extend({
  correctedP: z.number().min(0).max(1).describe('after Holm over everything that was looked at in the window'),
  decision: DriftDecision,
  message: z.string().max(500),
});
export type DecidedFinding = z.infer<typeof DecidedFinding>;

/** What an effect is judged by, and how many rows it was measured on. */
export interface DecisionBounds {
  readonly alpha: number;
  readonly rows: { readonly reference: number; readonly window: number };
  readonly minRows: number;
}

/** Both sides need rows: a reference of few says as little as a window of few. Undefined where there are enough. */
export function sayTooFew({ rows, minRows }: Omit<DecisionBounds, 'alpha'>): string | undefined {
  if (rows.window < minRows) return `Only ${rows.window} rows; ${minRows} are needed.`;
  if (rows.reference < minRows) return `Only ${rows.reference} rows in the reference; ${minRows} are needed.`;
  return undefined;
}

/** Drift needs an effect that is large, a p that is small and rows that are many; what the counts do not tell is left open. */
export function decideFinding(
  finding: Finding & { readonly correctedP: number },
  settings: DecisionBounds,
): DecidedFinding {
  const { effect, threshold, correctedP, measure, noiseFloor, isRefined, isLearnt } = finding;
  const { alpha } = settings;
  const [isSignificant, p] = [correctedP < alpha, renderP(correctedP)];
  const [counted, learnt] = [isRefined ? ', counted again on a finer grid,' : '', isLearnt ? 'the learnt ' : ''];
  const named = finding.aspect === 'constant' ? 'every value is the same now; the share of others before,' : measure;
  const size = `${named} ${renderBounds(effect)}${finding.aspect === 'constant' ? ',' : ''}${counted}${noiseFloor ? ` (noise alone: ${short(noiseFloor)})` : ''}`;
  const decide = (decision: DriftDecision, message: string): DecidedFinding => ({ ...finding, decision, message });
  const few = sayTooFew(settings);
  if (few !== undefined) return decide('cannot-tell', few);
  if (effect.high < threshold) return decide('none', `${size} is below ${learnt}${short(threshold)}.`);
  if (!isSignificant) return decide('none', `${size} may be chance (p ${p}).`);
  if (effect.low < threshold)
    return decide(
      'cannot-tell',
      `${size} may be on either side of ${learnt}${short(threshold)} (p ${p}): counts do not tell.`,
    );
  return decide('drift', `${size} is at or above ${learnt}${short(threshold)}, p ${p} < ${alpha}.`);
}

function renderBounds({ low, high }: Finding['effect']): string {
  const [least, most] = [short(low), short(high)];
  return least === most ? least : `${least} to ${most}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function renderP(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}
