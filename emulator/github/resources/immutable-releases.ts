import type { Front } from '../front.ts';
import type { Json } from '../json.ts';
import { repositoryOf } from '../people.ts';
import { refuse } from '../refusals.ts';

interface Locks {
  /** Where somebody changed what the organisation has set. */
  readonly settings: Map<string, boolean>;
  /** Tags of immutable releases, as `owner/repo#tag`: never used again, even when the release is deleted. */
  readonly tags: Set<string>;
}
const tables = new WeakMap<Front, Locks>();

function locksOf(front: Front): Locks {
  const locks = tables.get(front) ?? { settings: new Map(), tags: new Set() };
  tables.set(front, locks);
  return locks;
}

/** Whether a release was published while its repository made releases immutable: then its tag and assets never change. */
export function isLocked(front: Front, repository: string, release: Json): boolean {
  return release['draft'] === false && isTagLocked(front, repository, String(release['tag_name']));
}

export function isTagLocked(front: Front, repository: string, tag: string): boolean {
  return locksOf(front).tags.has(`${repository}#${tag}`);
}

/** Called when a release is published. */
export function lockTag(front: Front, repository: string, tag: string): void {
  const { settings, tags } = locksOf(front);
  if (settings.get(repository) ?? front.immutableReleases) tags.add(`${repository}#${tag}`);
}

/** The setting of a repository, and the tags that it protects. */
export function immutableReleases(front: Front): void {
  const path = '/repos/:owner/:repo/immutable-releases';
  const { settings } = locksOf(front);
  front.app.get(path, (c) =>
    (settings.get(repositoryOf(c)) ?? front.immutableReleases)
      ? c.json({ enabled: true, enforced_by_owner: false })
      : refuse(c, 404, 'Not Found'),
  );
  front.app.on(['PUT', 'DELETE'], path, (c) => {
    settings.set(repositoryOf(c), c.req.method === 'PUT');
    return c.body(null, 204);
  });
  front.app.on(['PATCH', 'DELETE'], '/repos/:owner/:repo/git/refs/tags/:tag{.+}', (c, next) =>
    isTagLocked(front, repositoryOf(c), c.req.param('tag'))
      ? Promise.resolve(refuse(c, 422, 'Cannot change the tag of an immutable release.'))
      : next(),
  );
}
