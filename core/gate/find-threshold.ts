import { OperatorError } from '../errors.ts';
import { chooseMetrics } from '../evaluation/choose-metrics.ts';
import { chooseThreshold } from '../evaluation/choose-threshold.ts';
import { type EvaluationRows, gatherRows, type ScorableRows } from './evaluation-rows.ts';
import { sampleOf, scoreModel } from './scored-model.ts';
import type { VerdictRequest } from './verdict-request.ts';

const FIXED_THRESHOLD = 0.5;

export interface Threshold {
  readonly value: number;
  readonly from: 'config' | 'training' | 'validation';
}

/**
 * The policy's threshold, or the one that is best on the training or the validation rows: on those of the evaluation it would
 * flatter the model.
 * @throws OperatorError `data-invalid` when validation and evaluation are the same rows
 */
export async function findThreshold(request: VerdictRequest, rows: EvaluationRows): Promise<Threshold> {
  const { tools, model, candidate } = request;
  const { threshold } = model.evaluation;
  if (typeof threshold === 'number') return { value: threshold, from: 'config' };
  const source = threshold.on === 'training' ? rows.training : request.validation;
  if (!source || model.task !== 'binary-classification') return { value: FIXED_THRESHOLD, from: 'config' };
  const chosenOn = await gatherRows(model, source);
  refuseSameRows(chosenOn, rows, source.source);
  const scored = await scoreModel(tools.runtime, candidate, model, chosenOn);
  await scored.open.release();
  const sample = sampleOf(scored, chosenOn, FIXED_THRESHOLD);
  const [metric] = chooseMetrics(model.task, { metrics: [threshold.choose] }, [], sample);
  if (sample.task !== 'binary-classification' || !sample.scores || !metric)
    return { value: FIXED_THRESHOLD, from: 'config' };
  const value = chooseThreshold(sample.labels, sample.scores, metric, model.evaluation['zero-division']);
  return { value, from: threshold.on };
}

function refuseSameRows(chosenOn: ScorableRows, rows: EvaluationRows, source: string): void {
  if (chosenOn.digest !== rows.digest) return;
  throw new OperatorError(
    'data-invalid',
    `${source} holds the evaluation rows themselves: a threshold that is chosen on them flatters the model.`,
    'Name other rows in data.validation, or choose the threshold on training.',
  );
}
