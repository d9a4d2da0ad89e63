import type { Json } from './json.ts';
import { userLinks } from './repairs/links.ts';

interface App {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
}

/** The installed app, and the one behind every job's own token. */
export const TIDEGATE: App = { id: 4242, slug: 'tidegate', name: 'Tidegate' };
export const ACTIONS: App = { id: 15368, slug: 'github-actions', name: 'GitHub Actions' };

/** An app as GitHub shows it on what it wrote. */
export function renderApp(base: string, { id, slug, name }: App): Json {
  const url = `${base}/apps/${slug}`;
  return {
    id,
    slug,
    name,
    node_id: `A_${id}`,
    client_id: `Iv1.${id}`,
    owner: {
      id: 1,
      node_id: 'O_1',
      avatar_url: '',
      login: 'octo-org',
      ...userLinks(base, 'octo-org'),
      type: 'Organization',
    },
    description: '',
    external_url: url,
    html_url: url,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    permissions: { checks: 'write', metadata: 'read' },
    events: [],
  };
}

/** The app that acts under this login; null for people. */
export function renderAppOf(base: string, login: string): Json | null {
  const app = [TIDEGATE, ACTIONS].find(({ slug }) => login === `${slug}[bot]`);
  return app ? renderApp(base, app) : null;
}
