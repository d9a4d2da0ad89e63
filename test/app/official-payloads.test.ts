import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { type RepositoryEvent, registerHandlers } from '@tidegate/app/index';
import { receiveWebhook } from '@tidegate/app/receive-webhook';
import { OperatorError } from '@tidegate/core/errors';
import pino from 'pino';
import { Probot } from 'probot';
import { describe, expect, it } from 'vitest';
import { BotLab } from './bot-lab.ts';

/** GitHub's payloads as Octokit collects them (@octokit/webhooks-examples, MIT). */
interface Example {
  readonly action?: string;
  readonly repository?: { readonly full_name: string };
}
const file = createRequire(import.meta.url).resolve('@octokit/webhooks-examples');
const events: readonly { readonly name: string; readonly examples: readonly Example[] }[] = JSON.parse(
  readFileSync(file, 'utf8'),
);
const examples = events.flatMap(({ name, examples }) =>
  examples.map((payload, index) => ({ name, payload, id: `${name}-${index}` })),
);
const SECRET = 'development';

/** Everything that makes the bot look into a repository. */
const HANDLED = [
  'deployment_protection_rule.requested',
  'issue_comment.created',
  'pull_request.closed',
  'pull_request.opened',
  'pull_request.reopened',
  'pull_request.synchronize',
  'push',
  'workflow_run.completed',
];

/** Handles one payload in a repository that uses Tidegate; says which repositories were opened and what went wrong. */
async function handle({ name, payload, id }: (typeof examples)[number]) {
  const lab = new BotLab();
  const opened: string[] = [];
  const probot = new Probot({ githubToken: 'unused', secret: SECRET, log: pino({ level: 'silent' }) });
  await probot.ready();
  registerHandlers(probot, async ({ repository }: RepositoryEvent) => {
    opened.push(`${repository.owner?.login}/${repository.name}`);
    return lab.context;
  });
  const faults: unknown[] = [];
  await probot
    .receive({ id, name: name as 'push', payload: payload as never })
    .catch((error: unknown) => faults.push(...(error instanceof AggregateError ? error.errors : [error])));
  return { opened, faults: faults.map((fault) => (fault instanceof Error && fault.cause ? fault.cause : fault)), lab };
}

describe("GitHub's own example payloads", () => {
  it('are many, and every event that the bot hears is among them but the newest', () => {
    const names = new Set(examples.map(({ name, payload }) => [name, payload.action].filter(Boolean).join('.')));
    expect(examples.length).toBeGreaterThan(200);
    expect(HANDLED.filter((name) => !names.has(name))).toEqual(['deployment_protection_rule.requested']);
  });

  it('reach a handler where the bot has one, and nothing where it has none', async () => {
    for (const example of examples) {
      const { opened, faults } = await handle(example);
      const name = [example.name, example.payload.action].filter(Boolean).join('.');
      const repository = example.payload.repository?.full_name;
      expect({ name, opened }).toEqual({ name, opened: HANDLED.includes(name) ? [repository] : [] });
      // What they speak of is not in the lab's repository: that is said in our words, never a fault of ours.
      for (const fault of faults) expect(fault, name).toBeInstanceOf(OperatorError);
    }
  });

  it('are taken into the inbox when the signature is right, and only then', async () => {
    for (const { name, payload, id } of examples) {
      const body = JSON.stringify(payload);
      const sign = (text: string) => `sha256=${createHmac('sha256', SECRET).update(text).digest('hex')}`;
      const kept: string[] = [];
      const send = (signature: string) =>
        receiveWebhook(
          Object.assign(Readable.from([Buffer.from(body)]), {
            headers: { 'x-github-delivery': id, 'x-github-event': name, 'x-hub-signature-256': signature },
          }) as never,
          { put: (delivery) => kept.push(`${delivery.event} ${delivery.repository}`) > 0 },
          async (text, given) => given === sign(text),
        );
      expect((await send(sign(`${body} `))).status, id).toBe(400);
      expect(kept).toEqual([]);
      expect((await send(sign(body))).status, id).toBe(202);
      expect(kept).toEqual([`${name} ${payload.repository?.full_name ?? ''}`]);
    }
  });
});
