import { execFileSync } from 'node:child_process';
import { createGitHub } from '@tidegate/core/adapters/octokit-github/octokit-github';
import { OperatorError } from '@tidegate/core/errors';
import type { Baseline } from '@tidegate/core/gate/decide';
import { readRelease, readReleasedModel } from '@tidegate/core/release/read-release';
import { readModelFile } from './read-model-file.ts';

type Environment = Readonly<Record<string, string | undefined>>;

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
  const [owner = '', repo = ''] = findRepository(environment).split('/');
  const token = environment['GITHUB_TOKEN'] ?? environment['GH_TOKEN'];
  if (!token) {
    throw new OperatorError(
      'input-invalid',
      `${text} needs a token to read ${owner}/${repo}.`,
      'Set GITHUB_TOKEN, for instance to what `gh auth token` prints.',
    );
  }
  const baseUrl = environment['GITHUB_API_URL'] ?? 'https://api.github.com';
  const github = createGitHub({ baseUrl, token, owner, repo });
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
    threshold: manifest.serving.threshold,
  };
}

function findRepository(environment: Environment): string {
  const given = environment['GITHUB_REPOSITORY'] ?? readRemote();
  const name = /([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(given)?.[1];
  if (name) return name;
  throw new OperatorError(
    'input-invalid',
    'Which repository holds the release is not known.',
    'Set GITHUB_REPOSITORY to owner/name, or run this in a clone whose remote "origin" is on GitHub.',
  );
}

function readRemote(): string {
  try {
    return execFileSync('git', ['remote', 'get-url', 'origin'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return '';
  }
}
