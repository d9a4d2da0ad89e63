import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { createBranchLedger } from '@tidegate/core/adapters/branch-ledger';
import { createGitHub } from '@tidegate/core/adapters/octokit-github/octokit-github';
import { OperatorError } from '@tidegate/core/errors';
import pino from 'pino';
import { Probot, ProbotOctokit } from 'probot';
import type { BotContext } from './bot-context.ts';
import { type BotSettings, readSettings } from './env.ts';
import { openInbox } from './inbox/inbox.ts';
import { type RepositoryEvent, registerHandlers } from './index.ts';
import { readOwnLogin } from './own-login.ts';
import { PERMISSIONS } from './permissions.ts';
import { receiveWebhook, WEBHOOK_PATH } from './receive-webhook.ts';

const log = pino({ level: 'info', base: null });

try {
  await start(readSettings(process.env));
} catch (error) {
  if (!(error instanceof OperatorError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n${error.hint}\n`);
  process.exit(3);
}

async function start(settings: BotSettings): Promise<void> {
  const probot = createBot(settings);
  await probot.ready();
  const ownLogin = await readOwnLogin(probot, settings.githubApiUrl);
  registerHandlers(probot, (event) => openContext(probot, settings, ownLogin, event));
  const inbox = openInbox({
    file: settings.inboxFile,
    log: (message) => log.warn(message),
    handle: async ({ id, event, payload }) => {
      const startedAt = performance.now();
      await probot.receive({ id, name: event as 'push', payload: JSON.parse(payload) });
      log.info({ event, id, ms: Math.round(performance.now() - startedAt) }, 'handled');
    },
  });
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    try {
      if (request.method === 'GET' && request.url === '/health') return answer(200, { ok: true });
      if (request.method !== 'POST' || request.url !== WEBHOOK_PATH) return answer(404, { error: 'not found' });
      const { status, body } = await receiveWebhook(request, inbox, probot.webhooks.verify);
      if (status >= 400) log.warn({ status, error: body['error'] }, 'refused a delivery');
      return answer(status, body);
    } catch (error) {
      log.error({ error: error instanceof Error ? error.message : String(error) }, 'a request failed');
      return response.headersSent ? response.end() : answer(500, { error: 'the bot failed' });
    }
  });
  server.once('error', (error: NodeJS.ErrnoException) => {
    const code = error.code === 'EADDRINUSE' ? 'port-taken' : 'input-invalid';
    const address = `${settings.host}:${settings.port}`;
    process.stderr.write(
      `${code}: the bot cannot listen on ${address} (${error.code}).\nChoose another PORT, or end the program that has it.\n`,
    );
    process.exit(3);
  });
  server.listen(settings.port, settings.host, () => {
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : settings.port;
    process.stdout.write(`${JSON.stringify({ ready: true, url: `http://${settings.host}:${port}` })}\n`);
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      server.close();
      server.closeAllConnections();
      void inbox.close().then(() => process.exit(0));
    });
  }
}

function createBot(settings: BotSettings): Probot {
  return new Probot({
    appId: settings.appId,
    privateKey: settings.privateKey,
    secret: settings.webhookSecret,
    baseUrl: settings.githubApiUrl,
    // Probot logs whole payloads when something is wrong with them; nothing of theirs reaches our log.
    log: pino({ level: 'silent' }),
    // The port has its own retries; Probot's throttling would wait a second before every write.
    Octokit: ProbotOctokit.defaults((options: Record<string, unknown>) => ({
      ...options,
      throttle: { enabled: false },
      retry: { enabled: false },
    })),
  });
}

const LEDGERS = new Map<string, string[]>();
/** Ledger events of a repository that this process has read: an append-only branch need not be read from its start each time. */
function knownEvents(repository: string): string[] {
  const known = LEDGERS.get(repository) ?? [];
  LEDGERS.set(repository, known);
  return known;
}

/** One token an event, for one repository and no more than the bot does: what a handler could leak is worth little. */
async function openContext(
  probot: Probot,
  settings: BotSettings,
  ownLogin: string,
  { repository, installation }: RepositoryEvent,
): Promise<BotContext> {
  const owner = repository.owner?.login ?? '';
  const repo = repository.name;
  const grant = await (await probot.auth()).request('POST /app/installations/{installation_id}/access_tokens', {
    installation_id: installation?.id ?? 0,
    repositories: [repo],
    permissions: PERMISSIONS,
  });
  const { token } = grant.data;
  const github = createGitHub({ baseUrl: settings.githubApiUrl, token, owner, repo, ownLogin });
  const clock = { now: () => new Date(), id: () => randomUUID() };
  return {
    github,
    ledger: createBranchLedger(github, clock, knownEvents(`${owner}/${repo}`)),
    clock,
    ownLogin,
    log: (message) => log.info({ repository: `${owner}/${repo}` }, message),
  };
}
