import * as z from 'zod';

const Name = z.string().min(1).max(500);
const shared = {
  output: z.string().describe('Output of the file that holds scores or values.'),
  features: z
    .array(Name)
    .min(1)
    .optional()
    .describe('Columns of the one matrix that the file takes, in its order; left out where every column is an input.'),
};
const scores = z
  .literal('logit')
  .optional()
  .describe('What the output holds, where it is no probability: the server applies a sigmoid or a softmax.');

const BinaryHints = z.strictObject({
  task: z.literal('binary-classification').optional().describe('Left out: this task came first.'),
  ...shared,
  threshold: z.number().min(0).max(1).describe('0 and 1 too: a chosen threshold is one of the scores.'),
  positive: z.string(),
  negative: z.string(),
  scores,
  classes: z.array(z.string()).length(2).optional().describe('Order of an output of two columns; sorted by default.'),
});

const RegressionHints = z.strictObject({ task: z.literal('regression'), ...shared });

export const MOST_SERVED_CLASSES = 1000;

const MulticlassHints = z.strictObject({
  task: z.literal('multiclass-classification'),
  ...shared,
  classes: z.array(z.string()).min(2).max(MOST_SERVED_CLASSES).describe('In the order of the output.'),
  labels: Name.nullable().describe('Output with the class that the model itself decides for; null: the most probable.'),
  scores,
});

/** How a server turns what a file gives into an answer; one form for each task that is served. */
export const ServingHints = z.discriminatedUnion('task', [BinaryHints, RegressionHints, MulticlassHints]);
export type ServingHints = z.infer<typeof ServingHints>;

export function taskOf({ task }: ServingHints): NonNullable<ServingHints['task']> {
  return task ?? 'binary-classification';
}

/** Only binary classification decides by a threshold. */
export function thresholdOf(hints: ServingHints): number | undefined {
  return 'threshold' in hints ? hints.threshold : undefined;
}
