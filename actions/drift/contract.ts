import * as z from 'zod';
import { defineContract } from '../shared/contract.ts';
import { name, secret } from '../shared/inputs.ts';

export const DRIFT = defineContract({
  name: 'drift',
  summary: 'Compares the prediction log with the reference profile of the served release; alarms in one issue.',
  inputs: z.strictObject({
    'github-token': secret.describe('Token that reads contents and deployments and writes actions and issues.'),
    model: name.describe('Name of the model in tidegate.yml.'),
  }),
  outputs: z.strictObject({
    outcome: z.enum(['drift', 'none', 'cannot-tell']).describe('What the report says; the step succeeds with each.'),
    issue: z.string().describe('Page of the issue, when there is drift.'),
    retraining: z.boolean().describe('true when this step dispatched retraining.'),
  }),
});
