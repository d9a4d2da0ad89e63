import type { Front } from '../front.ts';
import { isJson, type Json, nodeId, now } from '../json.ts';
import { refuse } from '../refusals.ts';
import { simpleUser } from '../repairs/repair-body.ts';

const CONTENTS = ['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes'];

/** Reactions to issue comments: one of each kind a user. */
export function reactions(front: Front): void {
  const table: { readonly comment: number; readonly login: string; readonly json: Json }[] = [];
  const path = '/repos/:owner/:repo/issues/comments/:id/reactions';
  front.app.post(path, async (c) => {
    const { owner, repo, id } = c.req.param();
    if (!(await front.may(c, 'issues', 'read'))) return refuse(c, 403, 'Resource not accessible by integration');
    const comment = await front.upstream.call(`/repos/${owner}/${repo}/issues/comments/${id}`);
    if (comment.status !== 200) return refuse(c, 404, 'Not Found');
    const { content } = await c.req.json();
    if (!CONTENTS.includes(content)) return refuse(c, 422, 'Validation Failed: content');
    const login = front.loginOf(front.callerOf(c));
    const same = table.find(
      (row) => row.comment === Number(id) && row.login === login && row.json['content'] === content,
    );
    if (same) return c.json(same.json, 200);
    const user = await front.upstream.call(`/users/${encodeURIComponent(login)}`);
    const number = 900 + table.length;
    const json = {
      id: number,
      node_id: nodeId('Reaction', number),
      user: isJson(user.data) ? simpleUser(user.data, front.url) : null,
      content,
      created_at: now(),
    };
    table.push({ comment: Number(id), login, json });
    return c.json(json, 201);
  });
  front.app.get(path, (c) =>
    c.json(table.filter(({ comment }) => comment === Number(c.req.param('id'))).map(({ json }) => json)),
  );
}
