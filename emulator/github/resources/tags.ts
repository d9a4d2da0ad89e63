import type { Front } from '../front.ts';
import { textAt } from '../json.ts';
import { paged } from '../paged.ts';
import { repositoryOf } from '../people.ts';

/** Tags made through refs: emulate lists none of them. */
export function tags(front: Front): void {
  front.app.get('/repos/:owner/:repo/tags', async (c) => {
    const repository = `/repos/${repositoryOf(c)}`;
    const { data } = await front.upstream.call(`${repository}/git/matching-refs/tags/`);
    const refs: readonly unknown[] = Array.isArray(data) ? data : [];
    const shown = paged(c, refs).map((ref) => {
      const sha = textAt(ref, 'object', 'sha');
      const name = textAt(ref, 'ref').replace('refs/tags/', '');
      return {
        name,
        commit: { sha, url: `${front.url}${repository}/commits/${sha}` },
        zipball_url: `${front.url}${repository}/zipball/refs/tags/${name}`,
        tarball_url: `${front.url}${repository}/tarball/refs/tags/${name}`,
        node_id: textAt(ref, 'node_id'),
      };
    });
    return c.json(shown);
  });
}
