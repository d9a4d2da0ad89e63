import { Agent, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { finishRequestsOnClose } from '@tidegate/serving/finish-requests';
import fastify from 'fastify';
import { expect, it } from 'vitest';

/** A server whose one answer waits for `open`. */
async function listen(longestMs?: number) {
  const app = fastify({ forceCloseConnections: 'idle' });
  finishRequestsOnClose(app, longestMs);
  const asked = Promise.withResolvers<void>();
  const closing = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<string>();
  app.addHook('preClose', async () => closing.resolve());
  app.get('/', async () => {
    asked.resolve();
    return answer.promise;
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return { app, asked: asked.promise, closing: closing.promise, answer, port };
}

const get = (port: number) =>
  new Promise<{ readonly status: number | undefined; readonly connection: string | undefined }>((resolve, reject) => {
    request({ port, host: '127.0.0.1', agent: new Agent({ keepAlive: true }) }, (response) => {
      response.resume();
      response.once('end', () => resolve({ status: response.statusCode, connection: response.headers.connection }));
    })
      .once('error', reject)
      .end();
  });

it('a server that is told to stop answers what was asked, and then stops at once', async () => {
  const { app, asked, closing, answer, port } = await listen();
  const response = get(port);
  await asked;
  const closed = app.close();
  await closing;
  const startedAt = performance.now();
  answer.resolve('done');
  expect(await response).toEqual({ status: 200, connection: 'close' });
  await closed;
  expect(performance.now() - startedAt).toBeLessThan(1000);
});

it('a caller that never ends does not keep it', async () => {
  const { app, asked, answer, port } = await listen(20);
  const response = get(port);
  await asked;
  const closed = app.close();
  await expect(response).rejects.toThrow();
  answer.resolve('too late');
  await closed;
});
