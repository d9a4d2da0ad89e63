import * as z from 'zod';
import { defineContract } from '../shared/contract.ts';
import { name, number, secret, sha } from '../shared/inputs.ts';

export const RELEASE = defineContract({
  name: 'release',
  summary: 'Publishes the model of a merged pull request as the next version.',
  inputs: z.strictObject({
    'github-token': secret.describe('Token that reads actions and pull requests and writes contents.'),
    model: name.describe('Name of the model in tidegate.yml.'),
    'pull-request': number.describe('Number of the merged pull request.'),
    sha: sha.describe('Head commit that was merged.'),
    'run-id': number.describe('Run of gate.yml that validated this head.'),
  }),
  outputs: z.strictObject({
    release: z.string().describe('Name of the version, as in churn@1.1.0.'),
    digest: z.string().describe('Digest of the ONNX file.'),
    url: z.string().describe('Page of the release.'),
    created: z.boolean().describe('false when these bytes were released before.'),
  }),
});
