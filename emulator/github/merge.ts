import type { Front } from './front.ts';
import { isJson, type Json, textAt } from './json.ts';

export type Merged =
  | { readonly kind: 'merged'; readonly sha: string }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'conflict' };

interface File {
  readonly mode: string;
  readonly sha: string;
}

/** The tree of two commits together; a file that both changed differently is a conflict (emulate takes the head's alone). */
export async function mergeTrees(
  front: Front,
  repository: string,
  base: string,
  head: string,
): Promise<string | undefined> {
  const ancestor = await readMergeBase(front, repository, base, head);
  const { data } = await front.upstream.call(`/repos/${repository}/git/commits/${head}`);
  if (ancestor === base) return textAt(data, 'tree', 'sha');
  const [before, ours, theirs] = await Promise.all(
    [ancestor, base, head].map((commit) => listFiles(front, repository, commit)),
  );
  if (!before || !ours || !theirs) return undefined;
  const tree = [];
  for (const path of new Set([...ours.keys(), ...theirs.keys()])) {
    const [old, mine, other] = [before.get(path), ours.get(path), theirs.get(path)];
    const isSame = mine?.sha === other?.sha;
    if (!isSame && mine?.sha !== old?.sha && other?.sha !== old?.sha) return undefined;
    const kept = mine?.sha === old?.sha ? other : mine;
    if (kept) tree.push({ path, type: 'blob', ...kept });
  }
  const made = await front.upstream.call(`/repos/${repository}/git/trees`, { method: 'POST', body: { tree } });
  return textAt(made.data, 'sha');
}

/** Merges one branch into another with a commit of two parents, as the caller of the token. */
export async function mergeIntoBranch(
  front: Front,
  repository: string,
  merge: {
    readonly into: string;
    readonly from: string;
    readonly message: string;
    readonly token: string | undefined;
  },
): Promise<Merged> {
  const [base, head] = await Promise.all(
    [merge.into, merge.from].map(async (ref) =>
      textAt((await front.upstream.call(`/repos/${repository}/commits/${ref}`)).data, 'sha'),
    ),
  );
  if (!base || !head || (await readMergeBase(front, repository, base, head)) === head) return { kind: 'nothing' };
  const tree = await mergeTrees(front, repository, base, head);
  if (tree === undefined) return { kind: 'conflict' };
  const commit = { message: merge.message, tree, parents: [base, head] };
  const sha = await commitTo(front, repository, merge.into, commit, merge.token);
  return { kind: 'merged', sha };
}

/** Makes a commit and moves a branch to it. */
export async function commitTo(
  front: Front,
  repository: string,
  branch: string,
  commit: Json,
  token: string | undefined,
): Promise<string> {
  const base = `/repos/${repository}/git`;
  const made = await front.upstream.call(`${base}/commits`, { method: 'POST', body: commit, token });
  const sha = textAt(made.data, 'sha');
  const moved = await front.upstream.call(`${base}/refs/heads/${branch}`, { method: 'PATCH', body: { sha }, token });
  if (moved.status !== 200) throw new Error(`${branch} did not move to ${sha}: ${JSON.stringify(moved.data)}`);
  return sha;
}

async function readMergeBase(front: Front, repository: string, base: string, head: string): Promise<string> {
  const { data } = await front.upstream.call(`/repos/${repository}/compare/${base}...${head}`);
  return textAt(data, 'merge_base_commit', 'sha');
}

async function listFiles(front: Front, repository: string, commit: string): Promise<ReadonlyMap<string, File>> {
  const { data } = await front.upstream.call(`/repos/${repository}/git/commits/${commit}`);
  const tree = await front.upstream.call(`/repos/${repository}/git/trees/${textAt(data, 'tree', 'sha')}?recursive=1`);
  const entries = isJson(tree.data) && Array.isArray(tree.data['tree']) ? tree.data['tree'] : [];
  return new Map(
    entries
      .filter((entry) => textAt(entry, 'type') === 'blob')
      .map((entry) => [textAt(entry, 'path'), { mode: textAt(entry, 'mode'), sha: textAt(entry, 'sha') }]),
  );
}
