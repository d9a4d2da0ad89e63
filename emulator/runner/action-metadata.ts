import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '@tidegate/core/errors';
import { parse } from 'yaml';
import * as z from 'zod';
import { Step } from './workflow-schema.ts';

const Scalar = z.union([z.string(), z.number(), z.boolean()]);
const Metadata = z.object({
  name: z.string(),
  inputs: z
    .record(z.string(), z.object({ default: Scalar.optional(), required: z.boolean().optional() }).nullable())
    .default({}),
  outputs: z.record(z.string(), z.object({ value: z.string().optional() })).default({}),
  runs: z.discriminatedUnion('using', [
    z.strictObject({
      using: z.enum(['node24', 'node20']),
      main: z.string(),
      pre: z.string().optional(),
      post: z.string().optional(),
      'post-if': z.string().optional(),
    }),
    z.strictObject({ using: z.literal('composite'), steps: z.array(Step) }),
  ]),
});
export type ActionMetadata = z.infer<typeof Metadata>;

/** Reads the action.yml of a folder. @throws OperatorError `workflow-unsupported` for Docker actions and broken metadata. */
export function readActionMetadata(folder: string, uses: string): ActionMetadata {
  const file = ['action.yml', 'action.yaml'].map((name) => join(folder, name)).find(existsSync);
  if (!file)
    throw new OperatorError(
      'workflow-unsupported',
      `${uses}: there is no action.yml.`,
      'Check the path; local actions need a checkout step first.',
    );
  const result = Metadata.safeParse(parse(readFileSync(file, 'utf8')));
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new OperatorError(
    'workflow-unsupported',
    `${uses}: ${issues}.`,
    'This runner executes node24, node20 and composite actions.',
  );
}
