import { Octokit } from '@octokit/core';
import { readServedModel } from '@tidegate/core/deployment/served-model';
import type { Release } from '@tidegate/core/ports/github';
import type { DemoSession } from './session.ts';
import { until } from './until.ts';

const repositoryOf = ({ subject }: DemoSession) => ({ owner: subject.owner, repo: subject.name });

function adminOf(session: DemoSession): Octokit {
  return new Octokit({ baseUrl: session.github.url, auth: session.github.tokens['octo-admin'] });
}

const explain = (session: DemoSession) => ({
  explain: () => `Last runner events:\n${session.runnerLog()}\nBot log: ${session.bot.logFile}`,
});

export interface FinishedCheck {
  readonly conclusion: string;
  readonly title: string;
  readonly summary: string;
  readonly text: string;
  readonly url: string;
}

/** Waits for the app's check on a commit to be completed. */
export function untilChecked(session: DemoSession, sha: string): Promise<FinishedCheck> {
  const octokit = adminOf(session);
  return until(
    `the check of ${sha.slice(0, 7)}`,
    async () => {
      const answer = await octokit.request('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', {
        ...repositoryOf(session),
        ref: sha,
      });
      const check = answer.data.check_runs.find(
        (run) => run.name === `tidegate/${session.subject.model}` && run.status === 'completed',
      );
      if (!check) return undefined;
      const { title, summary, text } = check.output;
      return {
        conclusion: check.conclusion ?? '',
        title: title ?? '',
        summary: summary ?? '',
        text: text ?? '',
        url: check.html_url ?? '',
      };
    },
    explain(session),
  );
}

/** Waits until the bot has told the pull request of the release: from then on it can be promoted. */
export function untilReleased(session: DemoSession, tag: string, pullRequest: number): Promise<Release> {
  return until(
    `the release ${tag}`,
    async () => {
      const release = await session.reader.findRelease(tag);
      if (!release || release.draft) return undefined;
      const comments = await session.reader.listComments(pullRequest);
      return comments.some(({ body }) => body.includes('📦') && body.includes(tag)) ? release : undefined;
    },
    explain(session),
  );
}

/** Waits until the deployments of GitHub say that this release serves, and the bot's answer to the command says so too. */
export async function untilServing(
  session: DemoSession,
  environment: string,
  release: string,
): Promise<{ readonly digest: string }> {
  return until(
    `${release} to serve ${environment}`,
    async () => {
      const served = await readServedModel(session.reader, environment);
      return served?.release === release ? { digest: served.digest } : undefined;
    },
    explain(session),
  );
}

/** Comments that the bot wrote on an issue or pull request, oldest first. */
export async function botComments(
  session: DemoSession,
  issue: number,
): Promise<readonly { readonly id: number; readonly body: string }[]> {
  const comments = await session.reader.listComments(issue);
  return comments
    .filter((comment) => comment.author === `${session.github.app.slug}[bot]`)
    .toSorted((a, b) => a.id - b.id);
}

/** Waits for the bot's answer to a command to say what is expected. */
export function untilAnswered(
  session: DemoSession,
  issue: number,
  commandId: number,
  expected: RegExp,
): Promise<string> {
  return until(
    `the bot's answer to comment ${commandId} (${expected})`,
    async () => {
      const answers = await botComments(session, issue);
      return answers.find(({ body }) => body.includes(`tidegate:command/${commandId} `) && expected.test(body))?.body;
    },
    explain(session),
  );
}

/** Waits for a reaction to a comment: all that somebody without permission gets. */
export function untilReacted(session: DemoSession, commentId: number, content: 'confused'): Promise<true> {
  const octokit = adminOf(session);
  return until(
    `a reaction to comment ${commentId}`,
    async () => {
      const request = { ...repositoryOf(session), comment_id: commentId, content };
      const answer = await octokit.request('GET /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions', request);
      return answer.data.length > 0 ? true : undefined;
    },
    explain(session),
  );
}

export function untilIssue(
  session: DemoSession,
  title: RegExp,
): Promise<{ readonly number: number; readonly body: string; readonly title: string }> {
  const octokit = adminOf(session);
  return until(
    `an issue titled ${title}`,
    async () => {
      const issues = await octokit.request('GET /repos/{owner}/{repo}/issues', {
        ...repositoryOf(session),
        state: 'open',
      });
      const issue = issues.data.find((candidate) => !candidate.pull_request && title.test(candidate.title));
      return issue ? { number: issue.number, body: issue.body ?? '', title: issue.title } : undefined;
    },
    explain(session),
  );
}

export async function countIssues(session: DemoSession): Promise<number> {
  const issues = await adminOf(session).request('GET /repos/{owner}/{repo}/issues', {
    ...repositoryOf(session),
    state: 'all',
  });
  return issues.data.filter((issue) => !issue.pull_request).length;
}

export function untilPullRequest(
  session: DemoSession,
  branchPrefix: string,
): Promise<{ readonly number: number; readonly title: string; readonly headSha: string }> {
  const octokit = adminOf(session);
  return until(
    `a pull request from ${branchPrefix}…`,
    async () => {
      const pulls = await octokit.request('GET /repos/{owner}/{repo}/pulls', {
        ...repositoryOf(session),
        state: 'open',
      });
      const pull = pulls.data.find((candidate) => candidate.head.ref.startsWith(branchPrefix));
      return pull ? { number: pull.number, title: pull.title, headSha: pull.head.sha } : undefined;
    },
    explain(session),
  );
}

/** Waits for the training run of a commit; its artifact is what the gate will look at. */
export function untilTrained(
  session: DemoSession,
  sha: string,
): Promise<{ readonly id: number; readonly artifacts: readonly string[] }> {
  const octokit = adminOf(session);
  return until(
    `the training run of ${sha.slice(0, 7)}`,
    async () => {
      const query = { ...repositoryOf(session), head_sha: sha, event: 'pull_request', status: 'completed' as const };
      const answer = await octokit.request('GET /repos/{owner}/{repo}/actions/runs', query);
      const run = answer.data.workflow_runs[0];
      if (!run) return undefined;
      const id = Number(run.id);
      const artifacts = await session.reader.listArtifacts(id);
      return { id, artifacts: artifacts.map((artifact) => `${artifact.name} (${artifact.bytes} bytes)`) };
    },
    explain(session),
  );
}
