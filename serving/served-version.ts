import type { Digest } from '@tidegate/core/digest';
import { sha256 } from '@tidegate/core/digest';
import { OperatorError } from '@tidegate/core/errors';
import type { LoadedModel, ModelRuntime } from '@tidegate/core/ports/model-runtime';
import type { Manifest } from '@tidegate/core/release/manifest';
import { type AnswerPlan, planAnswers } from '@tidegate/core/serving/plan-answers';

/** A version in memory, with what its manifest promised. */
export interface ServedVersion {
  readonly manifest: Manifest;
  readonly release: string;
  readonly digest: Digest;
  readonly loadedAt: string;
  readonly loaded: LoadedModel;
  readonly plan: AnswerPlan;
}

/**
 * Loads the bytes of a version, after they were found to be the ones that its manifest names.
 * @throws OperatorError `artifact-mismatch` or `model-invalid`
 */
export async function openVersion(
  runtime: ModelRuntime,
  manifest: Manifest,
  bytes: Uint8Array,
  loadedAt: Date,
): Promise<ServedVersion> {
  const release = `${manifest.model}@${manifest.modelVersion}`;
  const digest = await sha256(bytes);
  if (digest !== manifest.onnx.digest) {
    throw new OperatorError(
      'artifact-mismatch',
      `model.onnx of ${release} has digest ${digest}, its manifest promises ${manifest.onnx.digest}.`,
      'Load it again; if it stays, the release was tampered with.',
    );
  }
  const source = `model.onnx of ${release}`;
  const loaded = await runtime.load(bytes, source);
  try {
    refuseOtherSignature(loaded, manifest, source);
    const plan = planAnswers(manifest.serving, loaded.signature, source);
    return { manifest, release, digest, loadedAt: loadedAt.toISOString(), loaded, plan };
  } catch (error) {
    await loaded.release();
    throw error;
  }
}

function refuseOtherSignature({ signature }: LoadedModel, { onnx, serving }: Manifest, source: string): void {
  const labels = 'labels' in serving && serving.labels !== null ? [serving.labels] : [];
  const has = (wanted: string) => signature.outputs.some(({ name }) => name === wanted);
  if (JSON.stringify(signature) === JSON.stringify(onnx.signature) && [serving.output, ...labels].every(has)) return;
  throw new OperatorError(
    'artifact-mismatch',
    `${source} has another signature than its manifest says.`,
    'Release it again.',
  );
}
