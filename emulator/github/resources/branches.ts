import type { Front } from '../front.ts';
import { isJson, textAt } from '../json.ts';
import { repositoryOf } from '../people.ts';
import { refuse } from '../refusals.ts';
import { repairBody } from '../repairs/repair-body.ts';

/** A branch with its whole commit and its links; emulate gives a short form. */
export function branches(front: Front): void {
  front.app.get('/repos/:owner/:repo/branches/:branch{.+}', async (c, next) => {
    const branch = c.req.param('branch');
    if (branch.includes('/protection')) return next();
    const { status, data } = await front.upstream.call(c.req.path);
    if (status !== 200 || !isJson(data)) return refuse(c, 404, 'Branch not found');
    const repository = repositoryOf(c);
    const sha = textAt(data, 'commit', 'sha');
    const commit = await front.upstream.call(`/repos/${repository}/commits/${sha}`);
    const self = `${front.url}/repos/${repository}/branches/${branch}`;
    return c.json({
      protection: { enabled: data['protected'] === true },
      protection_url: `${self}/protection`,
      ...data,
      commit: repairBody(commit.data, front.url),
      _links: { self, html: `${front.url}/${repository}/tree/${branch}` },
    });
  });
}
