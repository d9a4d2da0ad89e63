import * as z from 'zod';
import type { GitHubPort, PullRequest } from '../../ports/github.ts';
import { type Connection, call, listAll } from './request.ts';

type Pulls = Pick<GitHubPort, 'readPullRequest' | 'listPullRequestsOfCommit' | 'openPullRequest' | 'listChangedFiles'>;

const Side = z.object({ ref: z.string(), sha: z.string(), repo: z.object({ full_name: z.string() }).nullish() });
const Pull = z.object({
  number: z.int(),
  title: z.string(),
  state: z.enum(['open', 'closed']),
  merged_at: z.string().nullish(),
  merge_commit_sha: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
  head: Side,
  base: Side,
  labels: z.array(z.object({ name: z.string() })).default([]),
  html_url: z.string(),
});
const Files = z.array(z.object({ filename: z.string(), previous_filename: z.string().optional() }));

export function createPulls(connection: Connection): Pulls {
  const readPullRequest = async (number: number): Promise<PullRequest> => {
    const { data } = await call(connection, 'GET /repos/{owner}/{repo}/pulls/{pull_number}', { pull_number: number });
    return toPullRequest(data);
  };
  return {
    readPullRequest,
    async listPullRequestsOfCommit(sha) {
      const items = await listAll(
        connection,
        'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls',
        { commit_sha: sha },
        (data) => z.array(z.unknown()).parse(data),
      );
      return items.map(toPullRequest);
    },
    async openPullRequest({ head, base, title, body, labels }) {
      const { data } = await call(connection, 'POST /repos/{owner}/{repo}/pulls', { head, base, title, body });
      const pull = toPullRequest(data);
      if (labels.length > 0) {
        await call(connection, 'POST /repos/{owner}/{repo}/issues/{issue_number}/labels', {
          issue_number: pull.number,
          labels,
        });
      }
      return { number: pull.number, url: pull.url };
    },
    async listChangedFiles(number) {
      const items = await listAll(
        connection,
        'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
        { pull_number: number },
        (data) => z.array(z.unknown()).parse(data),
      );
      // A file that moved away counts under both names.
      return Files.parse(items).flatMap((file) => [
        file.filename,
        ...(file.previous_filename ? [file.previous_filename] : []),
      ]);
    },
  };
}

function toPullRequest(data: unknown): PullRequest {
  const pull = Pull.parse(data);
  return {
    number: pull.number,
    title: pull.title,
    state: pull.state,
    merged: Boolean(pull.merged_at),
    mergeCommitSha: pull.merge_commit_sha ?? undefined,
    author: pull.user?.login ?? 'ghost',
    headSha: pull.head.sha,
    headRef: pull.head.ref,
    baseRef: pull.base.ref,
    baseSha: pull.base.sha,
    // A deleted fork has no repository any more: still not ours.
    isFork: pull.head.repo?.full_name !== pull.base.repo?.full_name,
    headRepository: pull.head.repo?.full_name ?? '',
    labels: pull.labels.map(({ name }) => name),
    url: pull.html_url,
  };
}
