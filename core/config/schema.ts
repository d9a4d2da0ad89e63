import * as z from 'zod';
import { SEEDS_MAX } from '../limits.ts';
import { DRIFT_DEFAULTS, Drift } from './drift.ts';
import { EVALUATION_DEFAULTS, Evaluation } from './evaluation.ts';
import { PersonalData, SuiteExpectation } from './expectations.ts';
import { GateRule } from './gate-rules.ts';
import { OnnxSettings } from './onnx.ts';
import { Task } from './task.ts';

const Name = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'expected lower-case letters, digits and dashes (at most 40)');
function isPlain(path: string): boolean {
  return path.startsWith('/') || path.split('/').every((part) => part !== '.' && part !== '');
}

const Path = z
  .string()
  .min(1)
  .max(300)
  .refine((path) => !path.startsWith('/') && !path.split('/').includes('..'), 'expected a path inside the repository')
  .refine((path) => !path.includes('\\') && !path.includes('\0'), 'expected a path with forward slashes')
  // Git names a file in one way, and is asked by it whether a pull request changes the file.
  .refine(isPlain, { error: 'expected a path without "." and empty parts: write data/file.csv for ./data//file.csv' });
export const Parameter = z.union([z.number(), z.string().max(500), z.boolean(), z.array(z.number()).max(100)]);
export type Parameter = z.infer<typeof Parameter>;

const Seed = z
  .int()
  .min(0)
  .max(2 ** 31 - 1);

export const Permission = z.enum(['read', 'triage', 'write', 'maintain', 'admin']);
export type Permission = z.infer<typeof Permission>;

export const Environment = z.strictObject({
  name: Name.describe('Name of the GitHub environment.'),
  url: z.url({ protocol: /^https?$/ }).describe('Where the model server of this environment answers.'),
  promote: Permission.default('write').describe(
    'Smallest repository permission that may promote to it or roll it back.',
  ),
  after: Name.optional().describe('Environment that must serve a version successfully before this one may.'),
});
export type Environment = z.infer<typeof Environment>;

export const DataSet = z.strictObject({
  path: Path.describe('CSV, Parquet or JSON lines file.'),
  evaluation: Path.optional().describe(
    'File with the rows of the evaluation; by default they are held out of `path` by hash.',
  ),
  validation: Path.optional().describe(
    'File with rows to choose the decision threshold on; neither trained on nor judged.',
  ),
  target: z.string().min(1).describe('Column that the model predicts; multilabel: labels of a row, separated by |.'),
  positive: z
    .string()
    .min(1)
    .optional()
    .describe('Value of the target that counts as positive; binary classification needs it.'),
  classes: z
    .array(z.string().min(1).max(200))
    .min(2)
    .max(1000)
    .optional()
    .describe(
      "Classes in the order of the model's outputs; multiclass and multilabel; sorted from the data by default.",
    ),
  query: z.string().min(1).max(200).optional().describe('Column of the query that a row belongs to; ranking needs it.'),
  id: z.string().min(1).max(200).optional().describe('Column that names a row; two rows with one id are refused.'),
  features: z
    .strictObject({
      numeric: z.array(z.string().min(1)).max(2000).default([]).describe('Columns of numbers.'),
      categorical: z.array(z.string().min(1)).max(2000).default([]).describe('Columns of texts.'),
    })
    .describe('Raw columns that the model reads, by name.'),
  holdout: z
    .strictObject({
      fraction: z.number().gt(0).lt(1).default(0.25).describe('Share of each class that is kept for evaluation.'),
      salt: z.string().max(100).default('').describe('Changes which rows the hash puts into the holdout.'),
    })
    .default({ fraction: 0.25, salt: '' })
    .describe('Which rows of `path` are kept for the evaluation, where that has no file of its own.'),
  expectations: z
    .union([Path, z.array(SuiteExpectation).min(1).max(1000)])
    .optional()
    .describe(
      'What rows must be, for the rule `data-expectations`: a list, or a file of them; see docs/expectations.md and `tidegate data infer`.',
    ),
  'personal-data': PersonalData.optional().describe(
    'What the rule `data-expectations` says of columns that look personal, by values and names; warn by default.',
  ),
  'query-timeout-minutes': z
    .number()
    .min(0.02)
    .max(7200)
    .optional()
    .describe(
      'Longest time of one query over these rows: of the rule `data-expectations`, of `actions/data` and of `tidegate data validate --model`, 10 by default (of that command none), and of the `where` of a slice, 1 by default. What takes longer is stopped.',
    ),
  tables: z
    .record(z.string().regex(/^[A-Za-z_][\w-]{0,63}$/, 'expected letters, digits, _ and -'), Path)
    .optional()
    .describe('Other files that expectations speak of by name; `data` and `evaluation` are there by themselves.'),
});
export type DataSet = z.infer<typeof DataSet>;

/** Longest time of one query, where the policy says one. */
export function timeoutOf({ 'query-timeout-minutes': minutes }: DataSet): number | undefined {
  return minutes === undefined ? undefined : minutes * 60_000;
}

export const Model = z.strictObject({
  task: Task.describe('What the model answers; says which metrics there are (docs/metrics.md).'),
  paths: z.array(Path).min(1).describe('Files that belong to the model: paths or globs.'),
  licence: z.string().min(1).max(100).optional().describe('SPDX expression of the model; goes into the manifest.'),
  training: z
    .strictObject({
      command: z.string().min(1).max(2000).describe('Run by the train Action in the repository root.'),
      parameters: z
        .record(z.string().regex(/^[A-Za-z_][\w.-]{0,63}$/), Parameter)
        .default({})
        .describe('Hyper-parameters, handed to the command as JSON.'),
      seed: Seed.optional().describe('Handed to the command as TIDEGATE_SEED; 7 by default.'),
      seeds: z
        .array(Seed)
        .min(2)
        .max(SEEDS_MAX)
        .optional()
        .describe(
          '2 to 10 seeds, instead of `seed`: the command runs once for each. The first is the candidate; the others tell how much of its metrics is luck.',
        ),
      'timeout-minutes': z
        .number()
        .gt(0)
        .max(7200)
        .default(360)
        .describe('Of one run of the command, that is of one seed.'),
    })
    .describe('How a model is trained.'),
  data: DataSet.describe('Rows to learn from and to judge by.'),
  gate: z.array(GateRule).min(1).describe('Rules that a candidate must pass.'),
  evaluation: Evaluation.default(EVALUATION_DEFAULTS).describe('What the verdict measures, and how.'),
  onnx: OnnxSettings.default(OnnxSettings.parse({})).describe('How the gate and the server talk to the ONNX file.'),
  drift: Drift.default(DRIFT_DEFAULTS).describe('When the rows that are served differ from those of the release.'),
  environments: z
    .array(Environment)
    .default([])
    .describe('Where releases are served, in the order in which they get there.'),
});
export type Model = z.infer<typeof Model>;

/** `tidegate.yml`. The text of each description becomes docs/config.md. */
export const Config = z.strictObject({
  version: z.literal(1).describe('Version of this format.'),
  models: z
    .record(Name, Model)
    .refine((models) => Object.keys(models).length > 0, 'expected at least one model')
    .describe('The models of the repository by name: lower-case letters, digits and dashes.'),
});
export type Config = z.infer<typeof Config>;
