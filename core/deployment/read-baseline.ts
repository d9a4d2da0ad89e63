import type { Model } from '../config/schema.ts';
import type { Baseline } from '../gate/decide.ts';
import type { GitHubPort } from '../ports/github.ts';
import { readRelease, readReleasedModel } from '../release/read-release.ts';
import { thresholdOf } from '../serving/serving-hints.ts';
import { readServedVersion } from './read-served-version.ts';

/** The model that serves the last environment now, by the digest that its server answered; undefined before the first. */
export async function readBaseline(
  github: Pick<GitHubPort, 'listDeployments' | 'findRelease' | 'downloadAsset'>,
  modelName: string,
  model: Model,
): Promise<Baseline | undefined> {
  const environment = model.environments.at(-1)?.name;
  if (environment === undefined) return undefined;
  const served = await readServedVersion(github, environment, modelName);
  if (served === undefined) return undefined;
  const { release, digest } = served;
  const { manifest } = await readRelease(github, release, digest);
  return {
    bytes: await readReleasedModel(github, release, digest),
    source: `model.onnx of release ${release}`,
    release,
    environment,
    threshold: thresholdOf(manifest.serving),
  };
}
