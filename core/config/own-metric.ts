import * as z from 'zod';

export const OwnMetricName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, 'expected lower-case letters, digits and underscores (at most 64)');

/** A metric of the user's own: a command that reads predictions and labels, from the base branch's policy. */
export const OwnMetric = z.strictObject({
  name: OwnMetricName.describe('Name that rules give it.'),
  command: z
    .string()
    .min(1)
    .max(2000)
    .describe(
      'Reads the JSON lines of the file $TIDEGATE_PREDICTIONS, prints {"name", "value", "higher_is_better"} as JSON lines.',
    ),
  'higher-is-better': z
    .boolean()
    .optional()
    .describe('Needed where the command does not print higher_is_better; where it does, both must agree.'),
  'timeout-minutes': z.number().gt(0).max(600).default(10).describe('After that long the command is stopped.'),
});
export type OwnMetric = z.infer<typeof OwnMetric>;
