import * as z from 'zod';
import { Digest } from '../digest.ts';

const head = {
  kind: z.literal('tidegate.prediction'),
  version: z.literal(1),
  id: z.string(),
  at: z.iso.datetime(),
  model: z.string(),
  modelVersion: z.string(),
  digest: Digest,
};
const inputs = z.record(z.string(), z.union([z.number(), z.string(), z.null()]));

/** One line of the prediction log (JSON lines): what was asked, what was answered, by which bytes. */
export const Prediction = z.discriminatedUnion('task', [
  z.strictObject({
    ...head,
    task: z.literal('binary-classification').optional().describe('Left out: this task came first.'),
    inputs,
    score: z.number().describe('Probability of the positive class.'),
    label: z.string(),
  }),
  z.strictObject({
    ...head,
    task: z.literal('regression'),
    inputs,
    score: z.number().describe('The value.'),
  }),
  z.strictObject({
    ...head,
    task: z.literal('multiclass-classification'),
    inputs,
    score: z.number().describe('Probability of the class that was answered.'),
    label: z.string(),
    probabilities: z
      .array(z.number())
      .optional()
      .describe("Of all classes, in the order of the release's; left out where there are more than 50."),
  }),
]);
export type Prediction = z.infer<typeof Prediction>;
export const PREDICTION = { kind: 'tidegate.prediction', version: 1, schema: Prediction } as const;
