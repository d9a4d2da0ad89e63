import { sha256 } from '@tidegate/core/digest';
import type { ModelRuntime } from '@tidegate/core/ports/model-runtime';
import { createLoader, LoadBody } from '@tidegate/serving/load-version';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeManifest, makeModel, openReleases } from './releases.ts';

const FIRST = makeModel(0);
const SECOND = makeModel(1);
let world: Awaited<ReturnType<typeof openReleases>>;
beforeAll(async () => {
  world = await openReleases();
  await world.release('1.0.0', FIRST);
  await world.release('1.1.0', SECOND);
});
afterAll(() => world.github.close());

/** A runtime that counts what is loaded and not released. */
async function createRuntime() {
  let held = 0;
  const { signature, opset } = (await makeManifest('1.0.0', FIRST)).onnx;
  const runtime: ModelRuntime = {
    async load() {
      held += 1;
      return {
        signature,
        opset,
        provider: 'cpu',
        run: async () => ({}),
        release: async () => {
          held -= 1;
        },
      };
    },
  };
  return { runtime, held: () => held };
}

async function requestOf(version: string, onnx: Uint8Array) {
  return { repository: 'octo-org/churn', release: `churn@${version}`, digest: await sha256(onnx) };
}

it('loads in turn: disk and memory end with the same version', async () => {
  const { runtime } = await createRuntime();
  const events: string[] = [];
  const load = createLoader({
    runtime,
    githubApiUrl: world.github.url,
    store: {
      save: async ({ modelVersion }) => void events.push(`disk ${modelVersion}`),
      read: async () => undefined,
    },
    serve: ({ release }) => events.push(`serves ${release}`),
  });
  const requests = [await requestOf('1.0.0', FIRST), await requestOf('9.9.9', FIRST), await requestOf('1.1.0', SECOND)];
  const results = await Promise.allSettled(requests.map((request) => load(request, world.token)));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(events).toEqual(['disk 1.0.0', 'serves churn@1.0.0', 'disk 1.1.0', 'serves churn@1.1.0']);
});

it('a version that cannot be kept on disk neither serves nor stays in memory', async () => {
  const { runtime, held } = await createRuntime();
  const served: string[] = [];
  const load = createLoader({
    runtime,
    githubApiUrl: world.github.url,
    store: { save: async () => Promise.reject(new Error('ENOSPC')), read: async () => undefined },
    serve: ({ release }) => served.push(release),
  });
  await expect(load(await requestOf('1.0.0', FIRST), world.token)).rejects.toThrow('ENOSPC');
  expect([served, held()]).toEqual([[], 0]);
});

it.each([
  ['a path for a repository', { repository: '../..' }],
  ['a host', { repository: 'evil.example/a/b' }],
  ['a path for a release', { release: '../churn@1.0.0' }],
  ['an address that escapes', { release: 'churn@1.0.0/../..' }],
  ['no digest', { digest: 'latest' }],
  ['a field that we do not know', { url: 'http://127.0.0.1:1' }],
])('a body with %s is refused', async (_, change) => {
  const valid = await requestOf('1.0.0', FIRST);
  expect(LoadBody.safeParse({ parameters: valid }).success).toBe(true);
  expect(LoadBody.safeParse({ parameters: { ...valid, ...change } }).success).toBe(false);
});
