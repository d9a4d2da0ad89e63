import type { Front } from '../front.ts';
import { paged } from '../paged.ts';
import { refuse } from '../refusals.ts';
import { repairBody } from '../repairs/repair-body.ts';

/** What an installation token reaches. */
export function installations(front: Front): void {
  front.app.get('/installation/repositories', async (c) => {
    const caller = front.callerOf(c);
    if (caller?.kind !== 'installation')
      return refuse(c, 403, 'You must authenticate with an installation access token.');
    const all = front.upstream.collection('repos').all();
    const names = all
      .map((row) => String(row['full_name']))
      .filter((name) => caller.repositories?.includes(name) ?? true);
    const found = await Promise.all(paged(c, names).map((name) => front.upstream.call(`/repos/${name}`)));
    return c.json({
      total_count: names.length,
      repository_selection: caller.repositories ? 'selected' : 'all',
      repositories: found.map(({ data }) => repairBody(data, front.url)),
    });
  });
}
