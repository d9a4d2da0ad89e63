import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createBranchLedger } from '@tidegate/core/adapters/branch-ledger';
import { createGitHub } from '@tidegate/core/adapters/octokit-github/octokit-github';
import { OperatorError } from '@tidegate/core/errors';
import pino from 'pino';
import { Probot, ProbotOctokit } from 'probot';
import * as z from 'zod';
import type { BotContext } from './bot-context.ts';
import { readSettings } from './env.ts';
import { openInbox } from './inbox/inbox.ts';
import { type RepositoryEvent, registerHandlers } from './index.ts';

const WEBHOOK_PATH = '/api/github/webhooks';
const LARGEST_PAYLOAD = 25 * 1024 ** 2;

try {
  await start();
} catch (error) {
  if (!(error instanceof OperatorError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n${error.hint}\n`);
  process.exit(3);
}

async function start(): Promise<void> {
  const settings = readSettings(process.env);
  const clock = { now: () => new Date(), id: () => randomUUID() };
  // Probot logs whole payloads when a signature is wrong; nothing of theirs reaches our log.
  const log = pino({ level: 'info', base: null });
  const probot = new Probot({
    appId: settings.appId,
    privateKey: settings.privateKey,
    secret: settings.webhookSecret,
    baseUrl: settings.githubApiUrl,
    log: pino({ level: 'silent' }),
    Octokit: ProbotOctokit.defaults((options: Record<string, unknown>) => ({
      ...options,
      throttle: { enabled: false },
      retry: { enabled: false },
    })),
  });
  await probot.ready();
  const app = await (await probot.auth()).request('GET /app');
  const ownLogin = `${z.object({ slug: z.string() }).parse(app.data).slug}[bot]`;

  // One token an event, for one repository: what a handler could leak is worth little.
  const open = async ({ repository, installation }: RepositoryEvent): Promise<BotContext> => {
    const owner = repository.owner?.login ?? '';
    const repo = repository.name;
    const asApp = await probot.auth();
    const grant = await asApp.request('POST /app/installations/{installation_id}/access_tokens', {
      installation_id: installation?.id ?? 0,
      repositories: [repo],
    });
    const github = createGitHub({ baseUrl: settings.githubApiUrl, token: grant.data.token, owner, repo, ownLogin });
    return {
      github,
      ledger: createBranchLedger(github, clock),
      clock,
      ownLogin,
      log: (message) => log.info({ repository: `${owner}/${repo}` }, message),
    };
  };
  registerHandlers(probot, open);
  const inbox = openInbox(
    settings.inboxFile,
    async ({ id, event, payload }) => {
      const startedAt = performance.now();
      await probot.receive({ id, name: event as 'push', payload: JSON.parse(payload) });
      log.info({ event, id, ms: Math.round(performance.now() - startedAt) }, 'handled');
    },
    (message) => log.warn(message),
  );

  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = (status: number, text: string) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    if (request.method === 'GET' && request.url === '/health') return void answer(200, '{"ok":true}');
    if (request.method !== 'POST' || request.url !== WEBHOOK_PATH) return void answer(404, '{"error":"not found"}');
    const body = await readBody(request);
    const signature = String(request.headers['x-hub-signature-256'] ?? '');
    const id = String(request.headers['x-github-delivery'] ?? '');
    const event = String(request.headers['x-github-event'] ?? '');
    const isGenuine = body !== undefined && signature !== '' && (await probot.webhooks.verify(body, signature));
    if (!isGenuine || !/^[\w-]{1,100}$/.test(id) || !/^[a-z_]{1,60}$/.test(event)) {
      log.warn({ id: id.slice(0, 100) }, 'refused a delivery without a valid signature');
      return void answer(400, '{"error":"signature does not match"}');
    }
    // GitHub waits ten seconds: taken and kept first, handled after.
    const isNew = inbox.put({ id, event, payload: body });
    answer(202, isNew ? '{"ok":true}' : '{"ok":true,"duplicate":true}');
  };
  const server = createServer((request, response) => {
    receive(request, response).catch((error: unknown) => {
      log.error({ error: error instanceof Error ? error.message : String(error) }, 'a request failed');
      if (!response.headersSent) response.writeHead(500).end();
    });
  });
  server.once('error', (error: NodeJS.ErrnoException) => {
    const isTaken = error.code === 'EADDRINUSE';
    process.stderr.write(
      `${isTaken ? 'port-taken' : 'input-invalid'}: the bot cannot listen on ${settings.host}:${settings.port} (${error.code}).\nChoose another PORT, or end the program that has it.\n`,
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

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LARGEST_PAYLOAD) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
