import { globSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createEmulator } from 'emulate';
import type { AppIdentity } from './front.ts';
import type { Json } from './json.ts';

/** A table of emulate's store. */
interface Collection {
  get(id: number): Json | undefined;
  all(): Json[];
  findBy(field: string, value: unknown): Json[];
  insert(row: Json): Json;
  update(id: number, change: Json): Json | undefined;
}
type Store = Readonly<Record<string, Collection>>;

/** emulate's GitHub service, behind the front: its store, its webhooks before they are sent, and a way to call it. */
export interface Upstream {
  readonly url: string;
  collection(name: string): Collection;
  /** Calls emulate itself; as the organisation's owner unless a token is given. */
  call(path: string, init?: Call): Promise<{ readonly status: number; readonly data: unknown }>;
  /** Makes emulate take a token for this user. */
  makeKnown(token: string, login: string): void;
  close(): Promise<void>;
}

export interface Call {
  readonly method?: string;
  readonly body?: unknown;
  /** Sent as they are, instead of a JSON body. */
  readonly bytes?: Uint8Array<ArrayBuffer>;
  readonly contentType?: string;
  readonly token?: string | undefined;
}

export interface Seed {
  readonly identity: AppIdentity;
  readonly organisation: string;
  readonly owner: string;
  readonly users: readonly string[];
  /** They may do anything: what a job's token may is decided before emulate is asked. */
  readonly bots: readonly string[];
  readonly tokens: Readonly<Record<string, string>>;
}

interface Plugin {
  register(app: unknown, store: unknown, webhooks: { dispatch: Dispatch }, baseUrl: string, tokenMap: TokenMap): void;
}
type TokenMap = Map<string, { readonly login: string; readonly id: number; readonly scopes: readonly string[] }>;
const CALLS_OF_A_TOKEN = 4000;
type Dispatch = (
  event: string,
  action: string | undefined,
  payload: Json,
  owner: string,
  repo: string,
) => Promise<void>;

/**
 * Starts emulate 0.12.2. Its plugin is wrapped in-process, which rests on names that the package does not promise: hence the
 * exact version. It gives the store (heads of pull requests must follow pushes) and the webhooks at their source.
 */
export async function startUpstream(
  seed: Seed,
  baseUrl: string,
  onWebhook: (event: string, action: string | undefined, payload: Json) => void,
): Promise<Upstream> {
  const module = await loadPlugin();
  const stores: Store[] = [];
  const tokenMaps: TokenMap[] = [];
  const original = module.githubPlugin.register;
  module.githubPlugin.register = function register(app, store, webhooks, url, tokenMap) {
    stores.push(module.getGitHubStore(store));
    tokenMaps.push(tokenMap);
    original.call(this, app, store, webhooks, url, tokenMap);
    webhooks.dispatch = async (event, action, payload) => onWebhook(event, action, payload);
  };
  const port = await freePort();
  const emulator = await createEmulator({ service: 'github', port, baseUrl, seed: toSeed(seed) }).finally(() => {
    module.githubPlugin.register = original;
  });
  const store = stores[0];
  if (!store) throw new Error('emulate did not register its GitHub service; its version must be exactly 0.12.2.');
  const url = `http://127.0.0.1:${port}`;
  const collection: Upstream['collection'] = (name) => {
    const found = store[name];
    if (!found) throw new Error(`emulate has no table ${name}.`);
    return found;
  };
  const makeKnown: Upstream['makeKnown'] = (token, login) => {
    const id = Number(collection('users').findBy('login', login)[0]?.['id']);
    tokenMaps[0]?.set(token, { login, id, scopes: ['repo', 'admin:org', 'workflow'] });
  };
  // emulate grants 5,000 calls a token: what the front itself asks must not use up what its clients have.
  let calls = 0;
  const nextOwnToken = (): string => {
    const token = `ghp_front${Math.floor(calls / CALLS_OF_A_TOKEN)}`;
    if (calls++ % CALLS_OF_A_TOKEN === 0) makeKnown(token, seed.owner);
    return token;
  };
  return {
    url,
    collection,
    makeKnown,
    async call(path, { method = 'GET', body, bytes, contentType = 'application/json', token = nextOwnToken() } = {}) {
      const sent = bytes ?? (body === undefined ? undefined : JSON.stringify(body));
      const response = await fetch(url + path, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': contentType },
        ...(sent === undefined ? {} : { body: sent }),
      });
      const text = await response.text();
      const isJson = text !== '' && response.headers.get('content-type')?.includes('json');
      return { status: response.status, data: isJson ? JSON.parse(text) : text };
    },
    close: () => emulator.close(),
  };
}

async function loadPlugin(): Promise<{ githubPlugin: Plugin; getGitHubStore(store: unknown): Store }> {
  const folder = dirname(fileURLToPath(import.meta.resolve('emulate')));
  const file = globSync('dist-*.js', { cwd: folder }).find((name) =>
    readFileSync(join(folder, name), 'utf8').includes('var githubPlugin ='),
  );
  if (!file) throw new Error('emulate has no GitHub plugin; its version must be exactly 0.12.2.');
  return import(pathToFileURL(join(folder, file)).href);
}

function toSeed({ identity, organisation, owner, users, bots, tokens }: Seed): Json {
  return {
    tokens: Object.fromEntries(
      Object.entries(tokens).map(([login, token]) => [token, { login, scopes: ['repo', 'admin:org', 'workflow'] }]),
    ),
    github: {
      // emulate takes an unknown token for the first user: it must be able to do nothing.
      users: ['ghost', ...users, ...bots, `${identity.slug}[bot]`].map((login) => ({ login })),
      orgs: [
        {
          login: organisation,
          name: organisation,
          members: [owner, ...bots].map((login) => ({ login, role: 'admin' })),
        },
      ],
      repos: [],
      apps: [
        {
          app_id: identity.id,
          slug: identity.slug,
          name: 'Tidegate',
          private_key: identity.privateKey,
          webhook_secret: identity.webhookSecret,
          events: ['*'],
          permissions: APP_PERMISSIONS,
          installations: [
            { installation_id: identity.installationId, account: organisation, repository_selection: 'all' },
          ],
        },
      ],
    },
  };
}

/** What the app asks for at installation; the README of app/ lists the same. */
export const APP_PERMISSIONS = {
  actions: 'write',
  checks: 'write',
  contents: 'write',
  deployments: 'write',
  issues: 'write',
  metadata: 'read',
  pull_requests: 'write',
} as const;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
