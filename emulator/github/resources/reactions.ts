import type { Front } from '../front.ts';
import { type Json, nodeId, now } from '../json.ts';
import { paged } from '../paged.ts';
import { readCaller, repositoryOf } from '../people.ts';
import { refuse } from '../refusals.ts';

const CONTENTS = ['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes'];

interface Reaction {
  /** Path of what is reacted to. */
  readonly to: string;
  readonly login: string;
  readonly json: Json;
}

/** Reactions to issues, pull requests and their comments: one of each kind a user. */
export function reactions(front: Front): void {
  const table: Reaction[] = [];
  let made = 0;
  for (const target of ['issues/comments/:id', 'issues/:id{[0-9]+}']) {
    const path = `/repos/:owner/:repo/${target}/reactions`;
    front.app.post(path, async (c) => {
      const to = c.req.path;
      const thing = to.replace(/\/reactions$/, '');
      const found = await Promise.all(
        [thing, thing.replace('/issues/', '/pulls/')].map((url) => front.upstream.call(url)),
      );
      if (found.every(({ status }) => status !== 200)) return refuse(c, 404, 'Not Found');
      const { content }: Json = await c.req.json();
      if (!CONTENTS.includes(String(content))) return refuse(c, 422, 'Validation Failed');
      const login = front.loginOf(front.callerOf(c));
      const same = table.find((row) => row.to === to && row.login === login && row.json['content'] === content);
      if (same) return c.json(same.json, 200);
      const id = 900 + made++;
      const user = await readCaller(front, c);
      const json = { id, node_id: nodeId('Reaction', id), user, content, created_at: now() };
      table.push({ to, login, json });
      return c.json(json, 201);
    });
    front.app.get(path, (c) => {
      const content = c.req.query('content');
      const found = table.filter(({ to, json }) => to === c.req.path && (!content || json['content'] === content));
      return c.json(
        paged(
          c,
          found.map(({ json }) => json),
        ),
      );
    });
    front.app.delete(`${path}/:reaction`, async (c) => {
      const row = table.find(({ to, json }) => c.req.path === `${to}/${String(json['id'])}`);
      if (!row) return refuse(c, 404, 'Not Found');
      if (row.login !== front.loginOf(front.callerOf(c)) && !(await front.may(c, 'contents', 'write')))
        return refuse(c, 403, `Must have write access to ${repositoryOf(c)}.`);
      table.splice(table.indexOf(row), 1);
      return c.body(null, 204);
    });
  }
}
