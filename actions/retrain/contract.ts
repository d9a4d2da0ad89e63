import * as z from 'zod';
import { defineContract } from '../shared/contract.ts';
import { secret, text } from '../shared/inputs.ts';

export const RETRAIN = defineContract({
  name: 'retrain',
  summary: 'Commits a retraining request to a branch; the bot opens the pull request, which trains again.',
  inputs: z.strictObject({
    'github-token': secret.describe('Token that writes contents.'),
    request: text.describe('Retraining request as JSON (schemas/retrain-request.schema.json).'),
  }),
  outputs: z.strictObject({
    branch: z.string().describe('Branch that holds the request.'),
    sha: z.string().describe('Head commit of the branch.'),
  }),
});
