import { OperatorError } from '@tidegate/core/errors';
import type { Baseline } from '@tidegate/core/gate/decide';
import { readRelease, readReleasedModel } from '@tidegate/core/release/read-release';
import { thresholdOf } from '@tidegate/core/serving/serving-hints';
import { type Environment, openGitHub } from './open-github.ts';
import { readModelFile } from './read-model-file.ts';

/** The model to compare with, or why it cannot be had. */
export interface ReadBaseline {
  readonly baseline: Baseline | undefined;
  readonly lost: OperatorError | undefined;
}

/**
 * The model to compare with: a file, or `release:churn@1.0.0` of the repository. A release that cannot be fetched is told as lost,
 * as in CI: rules that need it cannot tell.
 * @throws OperatorError `input-invalid` for a file that is not there, and where no repository or token is known
 */
export async function readBaselineModel(text: string, environment: Environment): Promise<ReadBaseline> {
  const tag = /^release:(.+)$/.exec(text)?.[1];
  if (tag === undefined) {
    const file = readModelFile(text, 'the baseline');
    return { baseline: { ...file, release: null, environment: null }, lost: undefined };
  }
  const github = openGitHub(text, environment);
  try {
    return { baseline: await fetchRelease(github, tag), lost: undefined };
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return { baseline: undefined, lost: error };
  }
}

async function fetchRelease(github: Parameters<typeof readRelease>[0], tag: string): Promise<Baseline> {
  const { manifest } = await readRelease(github, tag);
  return {
    bytes: await readReleasedModel(github, tag, manifest.onnx.digest),
    source: `model.onnx of release ${tag}`,
    release: tag,
    environment: null,
    threshold: thresholdOf(manifest.serving),
  };
}
