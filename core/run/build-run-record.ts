import type { Model } from '../config/schema.ts';
import type { Signature } from '../data/signature.ts';
import { sha256 } from '../digest.ts';
import { type FileRecord, RunRecord } from './run-record.ts';
import { listTrainedFiles, seedFile, type TrainedFiles } from './trained-files.ts';
import type { TrainingResult } from './training-result.ts';

export interface RunFacts extends Pick<TrainedFiles, 'seedModels' | 'predictions'> {
  readonly id: string;
  readonly modelName: string;
  readonly model: Model;
  readonly commit: string;
  readonly pullRequest: number | null;
  readonly actor: string;
  readonly workflow: RunRecord['workflow'];
  readonly dataSet: { readonly digest: string; readonly rows: number };
  readonly result: TrainingResult;
  /** All that were trained; the first is that of `onnx`. */
  readonly seeds: readonly number[];
  readonly onnx: { readonly bytes: Uint8Array; readonly opset: number; readonly signature: Signature };
  readonly interpreter: string;
  readonly platform: string;
  readonly lockFiles: readonly FileRecord[];
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly trainingMs: number;
  readonly peakMemoryBytes: number | null;
}

/** Everything a training job says it did, in one document. @throws ZodError only for a fault of ours. */
export async function buildRunRecord(facts: RunFacts): Promise<RunRecord> {
  const { model, result, onnx } = facts;
  const artifacts: FileRecord[] = [];
  for (const [path, bytes] of Object.entries(listTrainedFiles({ ...facts, onnx: onnx.bytes })))
    artifacts.push({ path, digest: await sha256(bytes), bytes: bytes.length });
  const recordOf = (name: string) => artifacts.find(({ path }) => path === name);
  return RunRecord.parse({
    kind: 'tidegate.run-record',
    version: 1,
    id: facts.id,
    model: facts.modelName,
    commit: facts.commit,
    pullRequest: facts.pullRequest,
    actor: facts.actor,
    workflow: facts.workflow,
    parentRun: null,
    command: model.training.command,
    parameters: model.training.parameters,
    seeds: facts.seeds,
    seedModels: facts.seedModels.map(({ seed }) => ({ seed, ...recordOf(seedFile(seed)) })),
    metrics: result.metrics,
    ...(result.featureImportance && { featureImportance: result.featureImportance }),
    dataSets: [{ name: facts.modelName, uri: model.data.path, ...facts.dataSet, revision: null }],
    environment: {
      interpreter: facts.interpreter,
      platform: facts.platform,
      lockFiles: facts.lockFiles,
      framework: result.framework,
      device: result.device,
      cuda: null,
      driver: null,
      container: null,
    },
    artifacts,
    onnx: {
      digest: recordOf('model.onnx')?.digest,
      opset: onnx.opset,
      signature: onnx.signature,
      parity: result.parity,
    },
    timings: {
      startedAt: facts.startedAt.toISOString(),
      finishedAt: facts.finishedAt.toISOString(),
      trainingMs: facts.trainingMs,
    },
    resources: {
      gpuHours: null,
      gpuUtilisation: null,
      peakMemoryBytes: facts.peakMemoryBytes,
      energyKwh: null,
      cost: null,
    },
  });
}
