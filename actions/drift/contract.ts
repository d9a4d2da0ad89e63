import * as z from 'zod';
import { defineContract } from '../shared/contract.ts';
import { name, secret, text } from '../shared/inputs.ts';

export const DRIFT = defineContract({
  name: 'drift',
  summary: 'Compares the prediction log with the reference profile of the served release; alarms in one issue.',
  inputs: z.strictObject({
    'github-token': secret.describe('Token that reads contents and deployments and writes actions and issues.'),
    model: name.describe('Name of the model in tidegate.yml.'),
    labels: text
      .optional()
      .describe(
        'File in the workspace with labels that have arrived: the column `id` of predictions, and the target. Without it performance is estimated only.',
      ),
  }),
  outputs: z.strictObject({
    outcome: z.enum(['drift', 'none', 'cannot-tell']).describe('What the report says; the step succeeds with each.'),
    drift: z.enum(['true', 'false', 'unknown']).describe('The same for `if:` of later steps; unknown is cannot-tell.'),
    artifact: z.string().describe('Name of the artifact with the report and its page; empty where nothing serves yet.'),
    issue: z.string().describe('Page of the issue that was opened, edited or closed; empty where there is none.'),
    retraining: z.boolean().describe('true when this step dispatched retraining.'),
    reasons: z
      .string()
      .describe('What has drifted, the furthest first, one line each; the retraining request says the same.'),
  }),
});
