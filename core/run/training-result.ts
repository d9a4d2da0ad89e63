import * as z from 'zod';
import { FeatureImportance, MetricHistory, Parity } from './run-record.ts';

/**
 * What the training command leaves beside the model (`$TIDEGATE_OUTPUT/result.json`), for any language to write.
 * The train Action turns it into the run record. Metrics must be finite numbers.
 */
export const TrainingResult = z.strictObject({
  kind: z.literal('tidegate.training-result'),
  version: z.literal(1),
  metrics: z.array(MetricHistory).max(1000),
  parity: Parity.nullable(),
  framework: z.string().max(200).nullable(),
  device: z.string().max(200).nullable(),
  featureImportance: FeatureImportance.optional(),
});
export type TrainingResult = z.infer<typeof TrainingResult>;
export const TRAINING_RESULT = { kind: 'tidegate.training-result', version: 1, schema: TrainingResult } as const;
