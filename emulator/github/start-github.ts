import { generateKeyPairSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { actions } from '../actions/actions.ts';
import { createRepository, type NewRepository } from './create-repository.ts';
import { createForward } from './forward.ts';
import type { AppIdentity, Delivery, Exchange, Front } from './front.ts';
import type { Json } from './json.ts';
import { isAllowed } from './permissions.ts';
import { recordExchanges } from './record-exchanges.ts';
import { type InjectedFailure, injectFailures, refuse, refuseUnknownTokens } from './refusals.ts';
import { repairWebhook } from './repairs/repair-webhook.ts';
import { RESOURCES } from './resources.ts';
import { createTokens } from './tokens.ts';
import { startUpstream, type Upstream } from './upstream.ts';
import { createWebhooks } from './webhooks.ts';

/** A GitHub for this machine, with one organisation, one installed app and a token for each user. */
export interface LocalGitHub {
  readonly url: string;
  readonly app: AppIdentity;
  readonly tokens: Readonly<Record<string, string>>;
  readonly front: Front;
  readonly exchanges: readonly Exchange[];
  readonly deliveries: readonly Delivery[];
  createRepository(repository: NewRepository): Promise<{ readonly sha: string }>;
  deliverWebhooksTo(url: string | undefined): void;
  /** Makes the next matching calls fail, to see what a client does about it. */
  failNext(failure: InjectedFailure): void;
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface GitHubOptions {
  /** Logins; the first owns the organisation. */
  readonly users: readonly string[];
  readonly organisation?: string;
  readonly webhookSecret?: string;
}

const APP_ID = 4242;
const INSTALLATION_ID = 77;

export async function startGitHub(options: GitHubOptions): Promise<LocalGitHub> {
  const { users, organisation = 'octo-org', webhookSecret = 'a webhook secret for this machine' } = options;
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const identity: AppIdentity = {
    id: APP_ID,
    slug: 'tidegate',
    installationId: INSTALLATION_ID,
    privateKey,
    webhookSecret,
  };
  const tokens = Object.fromEntries(users.map((login) => [login, `ghp_${login.replaceAll('-', '')}`]));
  const botToken = 'ghs_githubactionsbot';

  const app = new Hono();
  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const webhooks = createWebhooks(identity, (event, payload) => repairWebhook(event, payload, url));
  const upstreams: Upstream[] = [];
  const upstream = await startUpstream(
    {
      identity,
      organisation,
      owner: users[0] ?? 'octo-admin',
      users,
      tokens: { ...tokens, 'github-actions[bot]': botToken },
    },
    url,
    (event, action, payload) => {
      const known = upstreams[0];
      if (known) completeIssueComment(event, payload, known);
      // emulate tells of changes to checks and runs that we tell of ourselves.
      if (!event.startsWith('workflow_')) webhooks.emit(event, action === undefined ? payload : { action, ...payload });
    },
  );
  upstreams.push(upstream);
  const known = createTokens(tokens, botToken);
  const exchanges: Exchange[] = [];
  const failures: InjectedFailure[] = [];
  const front: Front = {
    app,
    url,
    identity,
    upstream,
    callerOf: known.callerOf,
    loginOf: (caller) =>
      caller?.kind === 'user'
        ? caller.login
        : caller?.kind === 'workflow'
          ? 'github-actions[bot]'
          : `${identity.slug}[bot]`,
    may: (c, permission, level) => isAllowed(upstream, known.callerOf(c), c, permission, level),
    emit: webhooks.emit,
    onEvent: webhooks.onEvent,
    issueWorkflowToken: known.issueWorkflowToken,
    redeliver: webhooks.redeliver,
    deliveries: webhooks.deliveries,
    follow: webhooks.follow,
    settle: webhooks.settle,
  };
  app.use('*', recordExchanges(exchanges));
  app.use('*', injectFailures(failures));
  app.use('*', refuseUnknownTokens(known));
  for (const resource of [...RESOURCES, actions]) resource(front);
  app.all('*', createForward(front, known));
  app.onError((error, c) => refuse(c, 500, `The emulator failed: ${error.message}`));
  return {
    url,
    app: identity,
    tokens,
    front,
    exchanges,
    deliveries: webhooks.deliveries,
    createRepository: (repository) => createRepository(front, repository, tokens[users[0] ?? ''] ?? ''),
    deliverWebhooksTo: webhooks.deliverTo,
    failNext: (failure) => failures.push(failure),
    settle: webhooks.settle,
    async close() {
      webhooks.deliverTo(undefined);
      await webhooks.settle();
      await upstream.close();
      await new Promise((resolve) => {
        server.close(resolve);
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
    },
  };
}

/** emulate leaves out that the issue of a comment is a pull request. */
function completeIssueComment(event: string, payload: Json, upstream: Upstream): void {
  if (event !== 'issue_comment') return;
  const issue = payload['issue'];
  if (typeof issue !== 'object' || issue === null || 'pull_request' in issue) return;
  const url = String(Reflect.get(issue, 'url'));
  const id = Number(Reflect.get(issue, 'number'));
  const repository = upstream
    .collection('repos')
    .findBy('full_name', String(Reflect.get(Object(payload['repository']), 'full_name')))[0];
  const pull = upstream
    .collection('pullRequests')
    .findBy('number', id)
    .find((row) => row['repo_id'] === repository?.['id']);
  if (!pull) return;
  const html = String(Reflect.get(issue, 'html_url')).replace('/issues/', '/pull/');
  Reflect.set(issue, 'pull_request', {
    url: url.replace('/issues/', '/pulls/'),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    merged_at: pull['merged_at'] ?? null,
  });
}
