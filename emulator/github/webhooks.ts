import { createHmac, randomUUID } from 'node:crypto';
import type { AppIdentity, Delivery, WebhookEvent } from './front.ts';
import type { Json } from './json.ts';

const TIMEOUT_MS = 10_000;

/** Signs, sends, records and redelivers webhooks of the app, one after the other as GitHub mostly does. */
export interface Webhooks {
  readonly deliveries: Delivery[];
  deliverTo(url: string | undefined): void;
  emit(event: string, payload: Json): void;
  redeliver(delivery: Delivery): void;
  onEvent(listener: (event: WebhookEvent) => void): () => void;
  follow(work: Promise<unknown>): void;
  settle(): Promise<void>;
}

export function createWebhooks(identity: AppIdentity, repair: (event: string, payload: Json) => Json): Webhooks {
  const deliveries: Delivery[] = [];
  const listeners = new Set<(event: WebhookEvent) => void>();
  let target: string | undefined;
  let queue: Promise<void> = Promise.resolve();
  let nextId = 1;

  const send = async (event: string, payload: Json, guid: string, redelivery: boolean): Promise<void> => {
    const body = JSON.stringify({
      ...payload,
      installation: { id: identity.installationId, node_id: 'MDIzOkludGVncmF0aW9uSW5zdGFsbGF0aW9u' },
    });
    const requestHeaders = {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/0000000',
      'x-github-event': event,
      'x-github-delivery': guid,
      'x-github-hook-id': '1',
      'x-github-hook-installation-target-type': 'integration',
      'x-github-hook-installation-target-id': String(identity.id),
      'x-hub-signature-256': `sha256=${createHmac('sha256', identity.webhookSecret).update(body).digest('hex')}`,
    };
    const startedAt = performance.now();
    const answer = target === undefined ? undefined : await post(target, requestHeaders, body);
    deliveries.push({
      id: nextId++,
      guid,
      event,
      action: typeof payload['action'] === 'string' ? payload['action'] : null,
      deliveredAt: new Date().toISOString(),
      redelivery,
      durationS: (performance.now() - startedAt) / 1000,
      status: answer?.status ?? 'failed to connect to host',
      statusCode: answer?.code ?? 0,
      url: target ?? '',
      requestHeaders,
      payload: JSON.parse(body),
      responseHeaders: answer?.headers ?? {},
      responseBody: answer?.body ?? '',
    });
  };
  const enqueue = (work: () => Promise<void>): void => {
    queue = queue.then(work, work);
  };
  return {
    deliveries,
    deliverTo(url) {
      target = url;
    },
    emit(event, payload) {
      const repaired = repair(event, structuredClone(payload));
      for (const listener of listeners) listener({ event, payload: repaired });
      const guid = randomUUID();
      enqueue(() => send(event, repaired, guid, false));
    },
    redeliver(delivery) {
      enqueue(() => send(delivery.event, delivery.payload, delivery.guid, true));
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    follow(work) {
      enqueue(async () => {
        await work;
      });
    },
    async settle() {
      for (let seen: Promise<void> | undefined; seen !== queue; ) {
        seen = queue;
        await seen;
      }
    },
  };
}

async function post(
  url: string,
  headers: Record<string, string>,
  body: string,
): Promise<{
  readonly code: number;
  readonly status: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(TIMEOUT_MS) });
    const status = response.ok ? 'OK' : `Invalid HTTP Response: ${response.status}`;
    return {
      code: response.status,
      status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
  } catch (error) {
    const status = error instanceof Error && error.name === 'TimeoutError' ? 'timed out' : 'failed to connect to host';
    return { code: 0, status, headers: {}, body: '' };
  }
}
