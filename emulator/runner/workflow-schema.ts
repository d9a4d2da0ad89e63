import * as z from 'zod';

const Scalar = z.union([z.string(), z.number(), z.boolean()]);
const Expression = z.union([z.string(), z.boolean(), z.number()]);
const Variables = z.record(z.string(), Scalar.nullable());
const Permissions = z.union([
  z.enum(['read-all', 'write-all']),
  z.record(z.string(), z.enum(['read', 'write', 'none'])),
]);
const Concurrency = z.union([
  z.string(),
  z.strictObject({
    group: z.string(),
    'cancel-in-progress': Expression.optional(),
    queue: z.enum(['single', 'max']).optional(),
  }),
]);
const Defaults = z.strictObject({
  run: z.strictObject({ shell: z.string().optional(), 'working-directory': z.string().optional() }).optional(),
});

export const Step = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  if: Expression.optional(),
  uses: z.string().optional(),
  with: Variables.optional(),
  run: z.string().optional(),
  shell: z.string().optional(),
  'working-directory': z.string().optional(),
  env: Variables.optional(),
  'continue-on-error': Expression.optional(),
  'timeout-minutes': z.union([z.number(), z.string()]).optional(),
});
export type Step = z.infer<typeof Step>;

const Matrix = z.union([z.string(), z.record(z.string(), z.union([z.string(), z.array(z.unknown())]))]);

export const Job = z.strictObject({
  name: z.string().optional(),
  needs: z.union([z.string(), z.array(z.string())]).optional(),
  if: Expression.optional(),
  'runs-on': z
    .union([
      z.string(),
      z.array(z.string()),
      z.strictObject({ group: z.string().optional(), labels: z.union([z.string(), z.array(z.string())]).optional() }),
    ])
    .optional(),
  env: Variables.optional(),
  permissions: Permissions.optional(),
  environment: z.union([z.string(), z.strictObject({ name: z.string(), url: z.string().optional() })]).optional(),
  concurrency: Concurrency.optional(),
  outputs: z.record(z.string(), z.string()).optional(),
  strategy: z
    .strictObject({
      matrix: Matrix.optional(),
      'fail-fast': Expression.optional(),
      'max-parallel': z.number().optional(),
    })
    .optional(),
  steps: z.array(Step).optional(),
  'timeout-minutes': z.union([z.number(), z.string()]).optional(),
  'continue-on-error': Expression.optional(),
  defaults: Defaults.optional(),
  uses: z.string().optional(),
  with: Variables.optional(),
  secrets: z.union([z.literal('inherit'), z.record(z.string(), z.string())]).optional(),
});
export type Job = z.infer<typeof Job>;

const Input = z.strictObject({
  description: z.string().optional(),
  required: z.boolean().optional(),
  default: Scalar.optional(),
  type: z.enum(['string', 'boolean', 'number', 'choice', 'environment']).optional(),
  options: z.array(z.string()).optional(),
  deprecationMessage: z.string().optional(),
});
export type Input = z.infer<typeof Input>;

const patterns = z.union([z.string(), z.array(z.string())]).optional();
export const Trigger = z
  .strictObject({
    types: patterns,
    branches: patterns,
    'branches-ignore': patterns,
    tags: patterns,
    'tags-ignore': patterns,
    paths: patterns,
    'paths-ignore': patterns,
    workflows: patterns,
    inputs: z.record(z.string(), Input).nullable().optional(),
    outputs: z.record(z.string(), z.strictObject({ description: z.string().optional(), value: z.string() })).optional(),
    secrets: z
      .record(
        z.string(),
        z.strictObject({ description: z.string().optional(), required: z.boolean().optional() }).nullable(),
      )
      .optional(),
  })
  .nullable();
export type Trigger = z.infer<typeof Trigger>;

/** The part of the workflow syntax that this runner executes; strict, so that everything else is refused by name. */
export const WorkflowFile = z.strictObject({
  name: z.string().optional(),
  'run-name': z.string().optional(),
  on: z.union([z.string(), z.array(z.string()), z.record(z.string(), z.unknown())]),
  permissions: Permissions.optional(),
  env: Variables.optional(),
  defaults: Defaults.optional(),
  concurrency: Concurrency.optional(),
  jobs: z.record(z.string(), Job),
});
export type WorkflowFile = z.infer<typeof WorkflowFile>;
