import * as z from 'zod';
import { Permission } from '../../config/schema.ts';
import type { Comment, GitHubPort } from '../../ports/github.ts';
import { markerOf, markText } from './marked-text.ts';
import { type Connection, call, callOrNothing, listAll } from './request.ts';

type Comments = Pick<GitHubPort, 'listComments' | 'readComment' | 'upsertComment' | 'react' | 'permissionOf'>;

const Author = z.object({ login: z.string() }).nullish();
const IssueComment = z.object({ id: z.int(), body: z.string().nullish(), user: Author, html_url: z.string() });

/** `ownLogin` is who we are: a marker in somebody else's comment means nothing, nor one that our own text quotes. */
export function createComments(connection: Connection, ownLogin: string): Comments {
  const listComments = async (issue: number): Promise<readonly Comment[]> => {
    const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments';
    const items = await listAll(connection, route, { issue_number: issue }, (data) => z.array(z.unknown()).parse(data));
    return items.map(toComment).toReversed();
  };
  const findOwn = async (issue: number, marker: string) =>
    (await listComments(issue)).findLast(
      ({ author, body }) => author === ownLogin && body.startsWith(markerOf(marker)),
    );
  return {
    listComments,
    async readComment(issue, marker) {
      const own = await findOwn(issue, marker);
      return own?.body.slice(markerOf(marker).length).trimStart();
    },
    async upsertComment({ issue, marker, body }) {
      const text = markText(body, marker);
      const own = await findOwn(issue, marker);
      const { data } = own
        ? await call(connection, 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
            comment_id: own.id,
            body: text,
          })
        : await call(connection, 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
            issue_number: issue,
            body: text,
          });
      const { id, url } = toComment(data);
      return { id, url };
    },
    async react(commentId, content) {
      await call(connection, 'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions', {
        comment_id: commentId,
        content,
      });
    },
    async permissionOf(login) {
      const route = 'GET /repos/{owner}/{repo}/collaborators/{username}/permission';
      const answer = await callOrNothing(connection, route, { username: login });
      const { permission, role_name } = z
        .object({ permission: z.string(), role_name: z.string().optional() })
        .parse(answer?.data ?? { permission: 'none' });
      // `permission` folds maintain into write and triage into read; `role_name` does not.
      return Permission.safeParse(role_name).data ?? Permission.safeParse(permission).data ?? 'none';
    },
  };
}

function toComment(data: unknown): Comment {
  const comment = IssueComment.parse(data);
  return { id: comment.id, body: comment.body ?? '', author: comment.user?.login ?? 'ghost', url: comment.html_url };
}
