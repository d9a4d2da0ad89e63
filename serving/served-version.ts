import type { Digest } from '@tidegate/core/digest';
import { sha256 } from '@tidegate/core/digest';
import { OperatorError } from '@tidegate/core/errors';
import { SCORE_OUTPUT } from '@tidegate/core/gate/score-rows';
import type { LoadedModel, ModelRuntime } from '@tidegate/core/ports/model-runtime';
import type { Manifest } from '@tidegate/core/release/manifest';

/** A version in memory, with what its manifest promised. */
export interface ServedVersion {
  readonly manifest: Manifest;
  readonly release: string;
  readonly digest: Digest;
  readonly loadedAt: string;
  readonly loaded: LoadedModel;
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
  const loaded = await runtime.load(bytes, `model.onnx of ${release}`);
  if (
    JSON.stringify(loaded.signature) !== JSON.stringify(manifest.onnx.signature) ||
    !loaded.signature.outputs.some(({ name }) => name === SCORE_OUTPUT)
  ) {
    await loaded.release();
    throw new OperatorError(
      'artifact-mismatch',
      `model.onnx of ${release} has another signature than its manifest says.`,
      'Release it again.',
    );
  }
  return { manifest, release, digest, loadedAt: loadedAt.toISOString(), loaded };
}
