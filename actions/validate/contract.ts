import * as z from 'zod';
import { defineContract } from '../shared/contract.ts';
import { name, number, secret, sha } from '../shared/inputs.ts';

export const VALIDATE = defineContract({
  name: 'validate',
  summary: 'Decides on the candidate of a pull request with the policy and data of the default branch.',
  inputs: z.strictObject({
    'github-token': secret.describe('Token that reads actions, contents, deployments and pull requests.'),
    model: name.describe('Name of the model in tidegate.yml.'),
    'pull-request': number.describe('Number of the pull request.'),
    sha: sha.describe('Head commit of the pull request.'),
    'run-id': number.describe('Run of train.yml that trained this head.'),
  }),
  outputs: z.strictObject({
    outcome: z.enum(['pass', 'fail', 'cannot-tell']).describe('What the gate decided; the step succeeds with each.'),
    verdict: z.string().describe('Id of the verdict.'),
    artifact: z.string().describe('Name of the artifact that holds the verdict and everything it rests on.'),
  }),
});
