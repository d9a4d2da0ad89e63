import * as z from 'zod';
import { OperatorError } from '../../errors.ts';
import type { GitHubPort } from '../../ports/github.ts';
import { type Connection, call, callOrNothing } from './request.ts';

type Contents = Pick<GitHubPort, 'readDefaultBranch' | 'readText' | 'readBranch' | 'commitFiles'>;

const Repository = z.object({ default_branch: z.string() });
const Ref = z.object({ object: z.object({ sha: z.string() }) });
const GitObject = z.object({ sha: z.string() });
const GitCommit = z.object({ tree: z.object({ sha: z.string() }) });

export function createContents(connection: Connection): Contents {
  const readBranch = async (branch: string): Promise<string | undefined> => {
    const answer = await callOrNothing(connection, 'GET /repos/{owner}/{repo}/git/ref/{ref}', {
      ref: `heads/${branch}`,
    });
    return answer && Ref.parse(answer.data).object.sha;
  };
  return {
    readBranch,
    async readDefaultBranch() {
      const { data } = await call(connection, 'GET /repos/{owner}/{repo}');
      const name = Repository.parse(data).default_branch;
      const sha = await readBranch(name);
      if (sha !== undefined) return { name, sha };
      throw new OperatorError('github-not-found', `The default branch ${name} has no commit.`, 'Push a first commit.');
    },
    async readText(path, ref) {
      const answer = await callOrNothing(connection, 'GET /repos/{owner}/{repo}/contents/{+path}', {
        path: path.split('/').map(encodeURIComponent).join('/'),
        ref,
        mediaType: { format: 'raw' },
      });
      return answer && readRaw(answer.data);
    },
    async commitFiles({ branch, expectedHead, startAt, message, files }) {
      const head = await readBranch(branch);
      if (head !== expectedHead) {
        throw new OperatorError(
          'github-conflict',
          `Branch ${branch} is at ${head ?? 'no commit'}, expected ${expectedHead ?? 'no such branch'}.`,
          'Read it again and repeat the change on top.',
        );
      }
      const parent = expectedHead ?? startAt;
      const tree = Object.entries(files).map(([path, content]) => ({ path, mode: '100644', type: 'blob', content }));
      const base = parent === undefined ? {} : { base_tree: await treeOf(connection, parent) };
      const made = GitObject.parse(
        (await call(connection, 'POST /repos/{owner}/{repo}/git/trees', { ...base, tree })).data,
      );
      const parents = parent === undefined ? [] : [parent];
      const commit = { message, tree: made.sha, parents };
      const { sha } = GitObject.parse((await call(connection, 'POST /repos/{owner}/{repo}/git/commits', commit)).data);
      if (head === undefined) await createBranch(connection, branch, sha);
      else await moveBranch(connection, branch, sha);
      return { sha };
    },
  };
}

async function treeOf(connection: Connection, commit: string): Promise<string> {
  const { data } = await call(connection, 'GET /repos/{owner}/{repo}/git/commits/{commit_sha}', { commit_sha: commit });
  return GitCommit.parse(data).tree.sha;
}

/** GitHub says 422 when another writer was first; to callers that is a conflict. */
async function createBranch(connection: Connection, branch: string, sha: string): Promise<void> {
  await call(connection, 'POST /repos/{owner}/{repo}/git/refs', { ref: `refs/heads/${branch}`, sha }).catch(
    (error: unknown) => {
      throw asConflict(error, branch);
    },
  );
}

async function moveBranch(connection: Connection, branch: string, sha: string): Promise<void> {
  const move = { ref: `heads/${branch}`, sha, force: false };
  await call(connection, 'PATCH /repos/{owner}/{repo}/git/refs/{ref}', move).catch((error: unknown) => {
    throw asConflict(error, branch);
  });
}

function asConflict(error: unknown, branch: string): unknown {
  if (!(error instanceof OperatorError) || error.code !== 'github-rejected') return error;
  return new OperatorError(
    'github-conflict',
    `Branch ${branch} moved while it was written: ${error.message}`,
    'Read it again and repeat the change on top.',
    error,
  );
}

function readRaw(data: unknown): string {
  if (typeof data === 'string') return data;
  if (data instanceof ArrayBuffer) return new TextDecoder().decode(data);
  const file = z.object({ content: z.string(), encoding: z.literal('base64') }).parse(data);
  return Buffer.from(file.content, 'base64').toString('utf8');
}
