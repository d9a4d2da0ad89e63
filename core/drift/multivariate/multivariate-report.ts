import * as z from 'zod';
import type { Drift } from '../../config/drift.ts';
import type { Columns } from '../../ports/model-runtime.ts';
import { DriftDecision } from '../finding.ts';
import { RowsRead } from '../rows-read.ts';
import { classifyDomains, DomainClassifier } from './domain-classifier.ts';
import { countRowsOf } from './limit-rows.ts';
import { measureReconstruction, ReconstructionError } from './reconstruction-error.ts';

/** Whether columns together have moved, which none of them need show alone. */
export const MultivariateReport = z.strictObject({
  classifier: DomainClassifier,
  reconstruction: ReconstructionError,
  read: RowsRead,
  decision: DriftDecision,
});
export type MultivariateReport = z.infer<typeof MultivariateReport>;

const SEED = 7;

/** Both questions share the chance of a false alarm that the policy grants; either alarms. */
export function reportMultivariate(question: {
  readonly reference: Columns;
  readonly window: Columns;
  readonly read: RowsRead;
  readonly settings: Pick<Drift, 'alpha' | 'min-rows'>;
  readonly onProgress?: ((share: number) => void) | undefined;
}): MultivariateReport {
  const { reference, window, read, settings, onProgress } = question;
  const alpha = settings.alpha / 2;
  // Windows that are too small are refused; parts of the reference may be smaller than windows have to be.
  const leastRows = countRowsOf(window) < settings['min-rows'] ? settings['min-rows'] : undefined;
  const reconstruction = measureReconstruction({ reference, window, confidence: 1 - alpha, leastRows });
  onProgress?.(0.2);
  const classifier = classifyDomains({ reference, window, seed: SEED, alpha, leastRows });
  onProgress?.(1);
  return { classifier, reconstruction, read, decision: fold([decisionOf(classifier), decisionOf(reconstruction)]) };
}

function decisionOf(answer: DomainClassifier | ReconstructionError): DriftDecision {
  return answer.kind === 'measured' ? answer.decision : 'cannot-tell';
}

function fold(decisions: readonly DriftDecision[]): DriftDecision {
  if (decisions.includes('drift')) return 'drift';
  return decisions.includes('none') ? 'none' : 'cannot-tell';
}
