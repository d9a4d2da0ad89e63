import { generateKeyPairSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { actions } from '../actions/actions.ts';
import { TIDEGATE } from './apps.ts';
import { createRepository, type NewRepository } from './create-repository.ts';
import { createForward } from './forward.ts';
import type { AppIdentity, Delivery, Exchange, Front } from './front.ts';
import { guardRepositories } from './guard.ts';
import { repositoryOf } from './people.ts';
import { isAllowed } from './permissions.ts';
import { recordExchanges } from './record-exchanges.ts';
import { type InjectedFailure, injectFailures, refuse, refuseUnknownTokens } from './refusals.ts';
import { completeWebhook } from './repairs/complete-webhook.ts';
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
  /** Whether new repositories lock what they publish; as an organisation may set for all of its own. On unless said. */
  readonly immutableReleases?: boolean;
}

const INSTALLATION_ID = 77;
const ACTIONS_BOT = 'github-actions[bot]';

export async function startGitHub(options: GitHubOptions): Promise<LocalGitHub> {
  const { users, organisation = 'octo-org', webhookSecret = 'a webhook secret for this machine' } = options;
  const owner = users[0] ?? 'octo-admin';
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const identity: AppIdentity = {
    id: TIDEGATE.id,
    slug: TIDEGATE.slug,
    installationId: INSTALLATION_ID,
    privateKey,
    webhookSecret,
  };
  const tokens = Object.fromEntries(users.map((login) => [login, `ghp_${login.replaceAll('-', '')}`]));

  const app = new Hono();
  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const upstreams: Upstream[] = [];
  const webhooks = createWebhooks(identity, (event, payload) => {
    for (const known of upstreams) completeWebhook(event, payload, known);
    return repairWebhook(event, payload, url);
  });
  const seed = { identity, organisation, owner, users, bots: [ACTIONS_BOT], tokens };
  const upstream = await startUpstream(seed, url, (event, action, payload) => {
    // Of runs and checks we tell ourselves.
    if (!event.startsWith('workflow_') && event !== 'check_run')
      webhooks.emit(event, action === undefined ? payload : { action, ...payload });
  });
  upstreams.push(upstream);
  const known = createTokens(tokens, upstream.makeKnown);
  const exchanges: Exchange[] = [];
  const failures: InjectedFailure[] = [];
  const front: Front = {
    app,
    url,
    identity,
    upstream,
    owner,
    immutableReleases: options.immutableReleases ?? true,
    callerOf: known.callerOf,
    loginOf(caller) {
      if (caller?.kind === 'user') return caller.login;
      return caller?.kind === 'workflow' ? ACTIONS_BOT : `${identity.slug}[bot]`;
    },
    may: (c, permission, level) =>
      isAllowed(upstream, known.callerOf(c), repositoryOf(c), { permission, level, role: level }),
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
  app.use('/repos/:owner/:repo/*', guardRepositories(front));
  for (const resource of [...RESOURCES, actions]) resource(front);
  app.all('*', createForward(front, known));
  app.onError((error, c) =>
    error instanceof SyntaxError
      ? refuse(c, 400, 'Problems parsing JSON')
      : refuse(c, 500, `The emulator failed: ${error.message}`),
  );
  return {
    url,
    app: identity,
    tokens,
    front,
    exchanges,
    deliveries: webhooks.deliveries,
    createRepository: (repository) => createRepository(front, repository, tokens[owner] ?? ''),
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
