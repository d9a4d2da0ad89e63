import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServingClient } from '@tidegate/core/adapters/serving-client';
import { afterEach, expect, it } from 'vitest';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** Whatever may answer at the address of an environment. */
async function listen(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => server.close(() => resolve())));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const VERSION = {
  model: 'churn',
  release: 'churn@1.0.0',
  digest: `sha256:${'a'.repeat(64)}`,
  repository: 'octo-org/churn',
  servingToken: 'serving-secret',
  githubToken: 'github-secret',
};
const answer = (status: number, body: string) =>
  listen((_request, response) => void response.writeHead(status, { connection: 'close' }).end(body));

it('follows no redirect: the tokens are for the server of the environment only', async () => {
  const seen: IncomingMessage['headers'][] = [];
  const elsewhere = await listen((request, response) => {
    seen.push(request.headers);
    response.writeHead(200, { connection: 'close' }).end('{}');
  });
  const url = await listen(
    (_request, response) =>
      void response
        .writeHead(307, { location: `${elsewhere}/v2/repository/models/churn/load`, connection: 'close' })
        .end(),
  );
  await expect(createServingClient(url).load(VERSION)).rejects.toMatchObject({ code: 'serving-unreachable' });
  expect(seen).toEqual([]);
});

it('says that nothing answers', async () => {
  const client = createServingClient('http://127.0.0.1:9');
  await expect(client.health()).rejects.toMatchObject({ code: 'serving-unreachable' });
  await expect(client.readServed('churn')).rejects.toMatchObject({ code: 'serving-unreachable' });
});

it('tells another program at the address from a model server', async () => {
  const url = await answer(200, '<html>hello</html>');
  await expect(createServingClient(url).health()).rejects.toMatchObject({ code: 'port-taken' });
  await expect(createServingClient(url).readServed('churn')).rejects.toMatchObject({ code: 'deployment-unproven' });
});

it.each([
  ['another model', { name: 'fraud', properties: { digest: VERSION.digest, release: 'a', loaded_at: 'b' } }],
  ['no digest', { name: 'churn', properties: { release: 'a', loaded_at: 'b' } }],
  ['a digest that is none', { name: 'churn', properties: { digest: 'sha256:aa', release: 'a', loaded_at: 'b' } }],
])('takes metadata with %s for no proof', async (_, metadata) => {
  const url = await answer(200, JSON.stringify(metadata));
  await expect(createServingClient(url).readServed('churn')).rejects.toMatchObject({ code: 'deployment-unproven' });
});

it('hands on why a load was refused, and holds no token in the message', async () => {
  const url = await answer(409, '{"code":"artifact-mismatch","error":"another digest","hint":"Load it again."}');
  const error = await createServingClient(url)
    .load(VERSION)
    .catch((failure: unknown) => failure);
  expect(error).toMatchObject({
    code: 'deployment-unproven',
    message: expect.stringContaining('artifact-mismatch: another digest'),
    hint: 'Load it again.',
  });
  expect(String(error)).not.toContain('secret');
});
