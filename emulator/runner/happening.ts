import { readDefaultBranch } from '../actions/repository-files.ts';
import type { Front } from '../github/front.ts';
import { at, type Json, numberAt, textAt } from '../github/json.ts';
import type { Happening } from './triggers.ts';

/** Which commit an event is about, and where its workflows are read from. */
export interface Refs {
  readonly ref: string;
  readonly sha: string;
  readonly branch: string;
  readonly baseRef: string;
  readonly headRef: string;
  readonly pullRequests: readonly number[];
}

const ON_DEFAULT_BRANCH = ['schedule', 'workflow_run', 'repository_dispatch', 'issue_comment'];

export async function refsOf(
  front: Front,
  event: string,
  payload: Json,
  repository: string,
): Promise<Refs | undefined> {
  const none = { baseRef: '', headRef: '', pullRequests: [] };
  if (event === 'pull_request') {
    const number = numberAt(payload, 'pull_request', 'number');
    // GitHub runs the merge of head and base; this one has no merge commits of open pull requests and runs the head.
    const sha = textAt(payload, 'pull_request', 'head', 'sha');
    const headRef = textAt(payload, 'pull_request', 'head', 'ref');
    return {
      ref: `refs/pull/${number}/merge`,
      sha,
      branch: headRef,
      headRef,
      baseRef: textAt(payload, 'pull_request', 'base', 'ref'),
      pullRequests: [number],
    };
  }
  if (event === 'push') {
    const ref = textAt(payload, 'ref');
    const sha = textAt(payload, 'after');
    return /^0+$/.test(sha) ? undefined : { ref, sha, branch: ref.replace(/^refs\/(heads|tags)\//, ''), ...none };
  }
  if (event === 'deployment' || event === 'deployment_status') {
    const ref = textAt(payload, 'deployment', 'ref');
    return { ref: `refs/heads/${ref}`, sha: textAt(payload, 'deployment', 'sha'), branch: ref, ...none };
  }
  if (!ON_DEFAULT_BRANCH.includes(event)) return undefined;
  const { name, sha } = await readDefaultBranch(front, repository);
  return { ref: `refs/heads/${name}`, sha, branch: name, ...none };
}

export function happeningOf(front: Front, event: string, payload: Json, repository: string, refs: Refs): Happening {
  const isTag = refs.ref.startsWith('refs/tags/');
  const branches: Readonly<Record<string, string>> = {
    pull_request: refs.baseRef,
    push: refs.branch,
    workflow_run: textAt(payload, 'workflow_run', 'head_branch'),
  };
  return {
    event,
    action: textAt(payload, 'action') || undefined,
    branch: isTag ? undefined : branches[event],
    tag: isTag ? refs.branch : undefined,
    workflow: textAt(payload, 'workflow_run', 'name') || undefined,
    changedFiles: () => changedFiles(front, event, payload, repository),
  };
}

async function changedFiles(
  front: Front,
  event: string,
  payload: Json,
  repository: string,
): Promise<readonly string[]> {
  if (event === 'pull_request') {
    const response = await fetch(
      `${front.url}/repos/${repository}/pulls/${numberAt(payload, 'pull_request', 'number')}/files?per_page=100`,
    );
    const files: unknown = await response.json();
    return Array.isArray(files) ? files.map((file) => textAt(file, 'filename')) : [];
  }
  const [before, after] = await Promise.all(
    [textAt(payload, 'before'), textAt(payload, 'after')].map((sha) => listBlobs(front, repository, sha)),
  );
  const paths = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])]);
  return [...paths].filter((path) => before?.get(path) !== after?.get(path));
}

/** Files of a commit by path; none for the commit before the first. */
async function listBlobs(front: Front, repository: string, sha: string): Promise<ReadonlyMap<string, string>> {
  const commit = await front.upstream.call(`/repos/${repository}/git/commits/${sha}`);
  const tree = textAt(commit.data, 'tree', 'sha');
  const { data } = await front.upstream.call(`/repos/${repository}/git/trees/${tree}?recursive=1`);
  const entries = at({ data }, 'data')['tree'];
  const blobs = (Array.isArray(entries) ? entries : []).filter((entry) => textAt(entry, 'type') === 'blob');
  return new Map(blobs.map((entry) => [textAt(entry, 'path'), textAt(entry, 'sha')]));
}
