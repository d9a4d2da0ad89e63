import type { Front } from '../github/front.ts';
import { isJson, textAt } from '../github/json.ts';

/** Text of a file at a commit or branch, read from emulate. */
export async function readFileAt(
  front: Front,
  repository: string,
  path: string,
  ref: string,
): Promise<string | undefined> {
  const { status, data } = await front.upstream.call(
    `/repos/${repository}/contents/${path}?ref=${encodeURIComponent(ref)}`,
  );
  if (status !== 200) return undefined;
  return Buffer.from(textAt(data, 'content'), 'base64').toString('utf8');
}

/** Paths of the workflow files at a commit or branch, sorted. */
export async function listWorkflowFiles(front: Front, repository: string, ref: string): Promise<readonly string[]> {
  const { status, data } = await front.upstream.call(
    `/repos/${repository}/contents/.github/workflows?ref=${encodeURIComponent(ref)}`,
  );
  if (status !== 200 || !Array.isArray(data)) return [];
  const paths = data.filter(isJson).map((entry) => textAt(entry, 'path'));
  return paths.filter((path) => /\.ya?ml$/.test(path)).sort();
}

export async function readDefaultBranch(
  front: Front,
  repository: string,
): Promise<{ readonly name: string; readonly sha: string }> {
  const { data } = await front.upstream.call(`/repos/${repository}`);
  const name = textAt(data, 'default_branch') || 'main';
  const ref = await front.upstream.call(`/repos/${repository}/git/ref/heads/${name}`);
  return { name, sha: textAt(ref.data, 'object', 'sha') };
}
