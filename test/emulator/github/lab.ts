import { createSign } from 'node:crypto';
import { numberAt, textAt } from '@tidegate/emulator/github/json';
import { type GitHubOptions, type LocalGitHub, startGitHub } from '@tidegate/emulator/github/start-github';
import { expectConformance } from '../expect-conformance.ts';

export const REPOSITORY = 'octo-org/churn';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}
export interface CallOptions {
  /** A login, or a token. The organisation's owner unless said; `null` is nobody. */
  readonly as?: string | null;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A GitHub with one repository, its people and its app, for tests of what it answers. */
export interface Lab {
  readonly github: LocalGitHub;
  /** Path below the repository, or from the root with a leading slash. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** As `call`, and the answer must be this status. */
  need(status: number, method: string, path: string, options?: CallOptions): Promise<unknown>;
  jobToken(permissions: Readonly<Record<string, string>>): string;
  appToken(): string;
  installationToken(body?: unknown): Promise<string>;
  /** Commits files on a branch, which is made from main when it is not there; returns the commit. */
  commit(branch: string, files: Readonly<Record<string, string>>): Promise<string>;
  openPull(branch: string, files: Readonly<Record<string, string>>): Promise<number>;
  upload(release: unknown, name: string, bytes: string, as: string): Promise<Answer>;
  close(): Promise<void>;
}

/** People as GitHub's documentation names them: octo-admin owns, octocat maintains, monalisa writes, hubot reads. */
export async function startLab(options: Partial<GitHubOptions> = {}): Promise<Lab> {
  const github = await startGitHub({ users: ['octo-admin', 'octocat', 'monalisa', 'hubot'], ...options });
  const [owner = '', name = ''] = REPOSITORY.split('/');
  const files = { 'README.md': '# churn\n', 'data/rows.csv': 'a,b\n1,2\n' };
  await github.createRepository({ owner, name, files, message: 'Start' });
  const call: Lab['call'] = async (method, path, { as = 'octo-admin', body, headers = {} } = {}) => {
    const token = as === null ? undefined : (github.tokens[as] ?? as);
    const response = await fetch(github.url + (path.startsWith('/') ? path : `/repos/${REPOSITORY}/${path}`), {
      method,
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = text !== '' && response.headers.get('content-type')?.includes('json');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };
  const need: Lab['need'] = async (status, method, path, given) => {
    const answer = await call(method, path, given);
    if (answer.status === status) return answer.body;
    throw new Error(`${method} ${path}: ${answer.status} instead of ${status}: ${JSON.stringify(answer.body)}`);
  };
  for (const [login, permission] of [
    ['octocat', 'maintain'],
    ['monalisa', 'push'],
    ['hubot', 'pull'],
  ])
    await need(204, 'PUT', `collaborators/${login}`, { body: { permission } });
  const appToken = (): string => signToken(github.app.id, github.app.privateKey);
  const commit: Lab['commit'] = async (branch, changed) => {
    const known = await call('GET', `git/ref/heads/${branch}`);
    const from = known.status === 200 ? known.body : await need(200, 'GET', 'git/ref/heads/main');
    const parent = textAt(from, 'object', 'sha');
    const base_tree = textAt(await need(200, 'GET', `git/commits/${parent}`), 'tree', 'sha');
    const tree = Object.entries(changed).map(([path, content]) => ({ path, mode: '100644', type: 'blob', content }));
    const made = await need(201, 'POST', 'git/trees', { body: { base_tree, tree } });
    const body = { message: `Change ${branch}`, tree: textAt(made, 'sha'), parents: [parent] };
    const sha = textAt(await need(201, 'POST', 'git/commits', { body }), 'sha');
    if (known.status === 200) await need(200, 'PATCH', `git/refs/heads/${branch}`, { body: { sha } });
    else await need(201, 'POST', 'git/refs', { body: { ref: `refs/heads/${branch}`, sha } });
    return sha;
  };
  return {
    github,
    call,
    need,
    appToken,
    commit,
    jobToken: (permissions) => github.front.issueWorkflowToken({ repository: REPOSITORY, runId: 1, permissions }),
    async installationToken(body) {
      const path = `/app/installations/${github.app.installationId}/access_tokens`;
      return textAt(await need(201, 'POST', path, { as: appToken(), body }), 'token');
    },
    async openPull(branch, changed) {
      await commit(branch, changed);
      const body = { title: `Try ${branch}`, head: branch, base: 'main' };
      return numberAt(await need(201, 'POST', 'pulls', { as: 'monalisa', body }), 'number');
    },
    upload: (release, asset, bytes, as) =>
      call('POST', `releases/${numberAt(release, 'id')}/assets?name=${asset}`, {
        as,
        body: bytes,
        headers: { 'content-type': 'application/octet-stream' },
      }),
    async close() {
      await github.settle();
      await github.close();
      expectConformance(github);
    },
  };
}

/** A JSON Web Token as apps sign them. */
function signToken(appId: number, privateKey: string): string {
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const seconds = Math.floor(Date.now() / 1000);
  const text = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ iat: seconds - 60, exp: seconds + 540, iss: appId })}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`;
}
