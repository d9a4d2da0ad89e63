import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import type { Inbox } from './inbox/inbox.ts';

export const WEBHOOK_PATH = '/api/github/webhooks';
const LARGEST_PAYLOAD = 25 * 1024 ** 2; // GitHub sends no larger ones
const DELIVERY_ID = /^[\w-]{1,100}$/;
const EVENT = /^[a-z0-9_]{1,60}$/;
const Payload = z.object({ repository: z.object({ full_name: z.string() }) });

/** Takes a webhook into the inbox. GitHub waits ten seconds: taken and kept first, handled after. */
export async function receiveWebhook(
  request: IncomingMessage,
  inbox: Pick<Inbox, 'put'>,
  verify: (body: string, signature: string) => Promise<boolean>,
): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }> {
  const header = (name: string): string => String(request.headers[name] ?? '');
  const payload = await readBody(request);
  if (payload === undefined) return { status: 413, body: { error: 'payload too large' } };
  const signature = header('x-hub-signature-256');
  const [id, event] = [header('x-github-delivery'), header('x-github-event')];
  const isGenuine = signature !== '' && (await verify(payload, signature).catch(() => false));
  if (!isGenuine || !DELIVERY_ID.test(id) || !EVENT.test(event))
    return { status: 400, body: { error: 'signature does not match' } };
  const data = parseJson(payload);
  if (data === undefined)
    return { status: 400, body: { error: 'set the content type of the webhook to application/json' } };
  const repository = Payload.safeParse(data).data?.repository.full_name ?? '';
  const isNew = inbox.put({ id, event, repository, payload });
  return { status: 202, body: isNew ? { ok: true } : { ok: true, duplicate: true } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
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
