import { gt } from 'semver';
import type { Model } from '../config/schema.ts';
import { OperatorError } from '../errors.ts';
import type { Baseline, Reference } from '../gate/decide.ts';
import type { GitHubPort } from '../ports/github.ts';
import { readRelease, readReleasedModel } from '../release/read-release.ts';
import { parseReleaseTag } from '../release/release-tag.ts';
import { thresholdOf } from '../serving/serving-hints.ts';
import { readBaseline } from './read-baseline.ts';

type Source = Pick<GitHubPort, 'listDeployments' | 'findRelease' | 'downloadAsset' | 'listReleases'>;

/**
 * What a candidate is compared with: what serves production, and what rules name with `against`. What serves and cannot be fetched
 * is told as lost, and a reference that cannot be is left out: rules that need either cannot tell.
 */
export async function readReferences(
  github: Source,
  modelName: string,
  model: Model,
): Promise<{
  readonly baseline: Baseline | undefined;
  readonly lostBaseline: string | undefined;
  readonly references: readonly Reference[];
}> {
  const names = new Set(model.gate.flatMap((rule) => ('against' in rule ? [rule.against] : [])));
  names.delete('production');
  const references: Reference[] = [];
  for (const name of names) {
    const tag = name === 'base' ? await newestRelease(github, modelName) : name;
    const found = tag === undefined ? undefined : await orLost(() => readReference(github, name, tag));
    if (found && !('lost' in found)) references.push(found);
  }
  const baseline = await orLost(() => readBaseline(github, modelName, model));
  return baseline && 'lost' in baseline
    ? { baseline: undefined, lostBaseline: baseline.lost, references }
    : { baseline, lostBaseline: undefined, references };
}

/** What the base branch made last: every merge that the gate passed becomes a release. */
async function newestRelease(github: Source, modelName: string): Promise<string | undefined> {
  const versions = (await github.listReleases()).flatMap(({ draft, tag }) => {
    const name = parseReleaseTag(tag);
    return !draft && name?.modelName === modelName ? [{ tag, version: name.version }] : [];
  });
  return versions.toSorted((left, right) => (gt(left.version, right.version) ? -1 : 1))[0]?.tag;
}

async function readReference(github: Source, name: string, tag: string): Promise<Reference> {
  const { manifest } = await readRelease(github, tag);
  const bytes = await readReleasedModel(github, tag, manifest.onnx.digest);
  return { name, bytes, source: `model.onnx of release ${tag}`, threshold: thresholdOf(manifest.serving) };
}

async function orLost<T>(read: () => Promise<T>): Promise<T | { readonly lost: string }> {
  try {
    return await read();
  } catch (error) {
    // A fault of GitHub's is tried again with the job; what is wrong with the release stays wrong.
    if (error instanceof OperatorError && !error.code.startsWith('github-')) return { lost: error.message };
    throw error;
  }
}
