import * as z from 'zod';
import { Parameter } from '../config/schema.ts';
import { Signature } from '../data/signature.ts';
import { Digest } from '../digest.ts';
import { SEEDS_MAX } from '../limits.ts';

export const Sha = z.string().regex(/^[0-9a-f]{40}$/, 'expected a full commit SHA');

export const MetricHistory = z.strictObject({
  name: z.string().min(1).max(200),
  value: z.number().describe('Last value.'),
  history: z.array(z.strictObject({ step: z.int().min(0), value: z.number() })).max(100_000),
});
export type MetricHistory = z.infer<typeof MetricHistory>;

export const FileRecord = z.strictObject({ path: z.string().min(1).max(300), digest: Digest, bytes: z.int().min(0) });
export type FileRecord = z.infer<typeof FileRecord>;

export const SeedModel = z.strictObject({ seed: z.int().min(0), ...FileRecord.shape });
export type SeedModel = z.infer<typeof SeedModel>;

export const DataSetRecord = z.strictObject({
  name: z.string(),
  uri: z.string(),
  digest: Digest,
  rows: z.int().min(0),
  revision: z.string().nullable().describe('DVC, lakeFS or LFS revision where there is one.'),
});

export const Parity = z.strictObject({
  rows: z.int().min(1),
  maxAbsoluteDifference: z.number().min(0),
  tolerance: z.number().gt(0),
  framework: z.string().max(200),
});

export type Parity = z.infer<typeof Parity>;

export const FeatureImportance = z
  .record(z.string().min(1).max(200), z.number().min(0))
  .refine((importance) => Object.keys(importance).length <= 4000, 'expected at most 4000 features')
  .describe('By feature, on any scale: how much the model leans on it. Weighs the share of drifted columns.');

/** What a training job says it did. It is a claim: the gate recomputes everything that it decides on. */
export const RunRecord = z.strictObject({
  kind: z.literal('tidegate.run-record'),
  version: z.literal(1),
  id: z.string().min(1).max(200),
  model: z.string(),
  commit: Sha,
  pullRequest: z.int().nullable(),
  actor: z.string(),
  workflow: z.strictObject({ runId: z.int(), attempt: z.int().min(1), url: z.string() }).nullable(),
  parentRun: z.string().nullable().describe('Run that this one continues or retries.'),
  command: z.string(),
  parameters: z.record(z.string(), Parameter),
  seeds: z.array(z.int()).describe('Seeds that were trained; the first is that of model.onnx.'),
  seedModels: z
    .array(SeedModel)
    .max(SEEDS_MAX - 1)
    .default([])
    .describe('Models of the other seeds, in the order of seeds; none in records that are older than this field.'),
  metrics: z.array(MetricHistory).max(1000),
  featureImportance: FeatureImportance.optional(),
  dataSets: z.array(DataSetRecord),
  environment: z.strictObject({
    interpreter: z.string(),
    platform: z.string(),
    lockFiles: z.array(FileRecord),
    framework: z.string().nullable(),
    device: z.string().nullable().describe('GPU or CPU that trained the model.'),
    cuda: z.string().nullable(),
    driver: z.string().nullable(),
    container: z.string().nullable(),
  }),
  artifacts: z.array(FileRecord).min(1),
  onnx: z.strictObject({ digest: Digest, opset: z.int(), signature: Signature, parity: Parity.nullable() }),
  timings: z.strictObject({
    startedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime(),
    trainingMs: z.number().min(0).describe('Of all seeds together.'),
  }),
  resources: z.strictObject({
    gpuHours: z.number().min(0).nullable(),
    gpuUtilisation: z.number().min(0).max(1).nullable(),
    peakMemoryBytes: z.number().min(0).nullable(),
    energyKwh: z.number().min(0).nullable(),
    cost: z.number().min(0).nullable(),
  }),
});
export type RunRecord = z.infer<typeof RunRecord>;
export const RUN_RECORD = { kind: 'tidegate.run-record', version: 1, schema: RunRecord } as const;
