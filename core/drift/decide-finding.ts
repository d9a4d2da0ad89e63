import * as z from 'zod';
import { DriftDecision, Finding } from './finding.ts';

export const DecidedFinding = Finding.extend({
  correctedP: z.number().min(0).max(1).describe('after Holm over everything that was looked at in the window'),
  decision: DriftDecision,
  message: z.string().max(500),
});
export type DecidedFinding = z.infer<typeof DecidedFinding>;

/** Drift needs an effect that is large, a p that is small and rows that are many; what the counts do not tell is left open. */
export function decideFinding(
  finding: Finding & { readonly correctedP: number },
  settings: { readonly alpha: number; readonly rows: number; readonly minRows: number },
): DecidedFinding {
  const { effect, threshold, correctedP, measure, noiseFloor, isRefined, isLearnt } = finding;
  const { alpha, rows, minRows } = settings;
  const [isSignificant, p] = [correctedP < alpha, renderP(correctedP)];
  const [counted, learnt] = [isRefined ? ', counted again on a finer grid,' : '', isLearnt ? 'the learnt ' : ''];
  const size = `${measure} ${renderBounds(effect)}${counted}${noiseFloor ? ` (noise alone: ${short(noiseFloor)})` : ''}`;
  const decide = (decision: DriftDecision, message: string): DecidedFinding => ({ ...finding, decision, message });
  if (rows < minRows) return decide('cannot-tell', `Only ${rows} rows; ${minRows} are needed.`);
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
