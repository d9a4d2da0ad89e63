import * as z from 'zod';
import type { GitHubPort } from '../../ports/github.ts';
import { markerOf, markText } from './marked-text.ts';
import { type Connection, call, listAll } from './request.ts';

const Issue = z.object({
  number: z.int(),
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
  html_url: z.string(),
  pull_request: z.unknown().optional(),
});
type Issue = z.infer<typeof Issue>;

/** `ownLogin` is who we are: a marker in somebody else's issue means nothing. */
export function createIssues(
  connection: Connection,
  ownLogin: string,
  { upsertComment }: Pick<GitHubPort, 'upsertComment'>,
): Pick<GitHubPort, 'upsertIssue' | 'closeIssue'> {
  const findOpen = async (marker: string): Promise<Issue | undefined> => {
    const items = await listAll(connection, 'GET /repos/{owner}/{repo}/issues', { state: 'open' }, (data) =>
      z.array(z.unknown()).parse(data),
    );
    return items
      .map((item) => Issue.parse(item))
      .find(
        (issue) => !issue.pull_request && issue.user?.login === ownLogin && issue.body?.startsWith(markerOf(marker)),
      );
  };
  return {
    async upsertIssue({ marker, title, body, labels }) {
      const text = markText(body, marker);
      const own = await findOpen(marker);
      const { data } = own
        ? await call(connection, 'PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
            issue_number: own.number,
            title,
            body: text,
          })
        : await call(connection, 'POST /repos/{owner}/{repo}/issues', { title, body: text, labels });
      const issue = Issue.parse(data);
      return { number: issue.number, url: issue.html_url, created: !own };
    },
    async closeIssue({ marker, comment }) {
      const own = await findOpen(marker);
      if (!own) return undefined;
      // By its own marker: a job that is run again after the issue was not closed says it once.
      await upsertComment({ issue: own.number, marker: `${marker}/closed`, body: comment });
      await call(connection, 'PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
        issue_number: own.number,
        state: 'closed',
        state_reason: 'completed',
      });
      return { number: own.number, url: own.html_url };
    },
  };
}
