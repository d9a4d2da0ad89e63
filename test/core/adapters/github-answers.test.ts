import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGitHub } from '@tidegate/core/adapters/octokit-github/octokit-github';
import { afterEach, describe, expect, it } from 'vitest';

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A GitHub that gives these answers one after the other, the last one for ever. */
async function open(answers: readonly Answer[]) {
  const seen: { readonly url: string; readonly authorization: string | undefined }[] = [];
  const waits: number[] = [];
  const server = createServer((request, response) => {
    const answer = answers[Math.min(seen.length, answers.length - 1)] ?? { status: 500 };
    seen.push({ url: request.url ?? '', authorization: request.headers.authorization });
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(answer.body ?? JSON.stringify({ message: `said ${answer.status}` }));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sleep = async (ms: number) => void waits.push(ms);
  return {
    url,
    seen,
    waits,
    github: createGitHub({ baseUrl: url, token: 'ghs_top_secret', owner: 'octo-org', repo: 'churn', sleep }),
  };
}
const release = JSON.stringify({ ref: 'refs/heads/main', object: { sha: 'a'.repeat(40) } });

describe('what GitHub answers becomes a reason code, what was asked, and what to do', () => {
  it.each([
    [401, 'github-unauthorized', 'check the github-token input'],
    [403, 'github-forbidden', 'add it to the job'],
    [404, 'github-not-found', 'may not see the repository'],
    [409, 'github-conflict', 'nothing was half-written'],
    [422, 'github-rejected', 'does not accept the content'],
  ])('%i', async (status, code, hint) => {
    const { github, waits, seen } = await open([{ status }]);
    const error = await github.readPullRequest(7).catch((cause: unknown) => cause);
    expect(error).toMatchObject({
      code,
      message: `GitHub answered ${status} to GET /repos/octo-org/churn/pulls/7: said ${status}`,
      hint: expect.stringContaining(hint),
    });
    expect(String(error)).not.toContain('ghs_top_secret');
    expect([waits, seen.length]).toEqual([[], 1]);
  });

  it('429 with retry-after is waited for as long as GitHub says, and then goes on', async () => {
    const { github, waits } = await open([
      { status: 429, headers: { 'retry-after': '7' } },
      { status: 200, body: release },
    ]);
    expect(await github.readBranch('main')).toBe('a'.repeat(40));
    expect(waits).toEqual([7000]);
  });

  it('429 for longer than anybody wants to wait is told at once', async () => {
    const { github, waits } = await open([{ status: 429, headers: { 'retry-after': '3600' } }]);
    await expect(github.readPullRequest(7)).rejects.toMatchObject({ code: 'github-rate-limited' });
    expect(waits).toEqual([]);
  });

  it('a secondary rate limit (403 with retry-after) is a rate limit, not a missing permission', async () => {
    const { github, waits } = await open([
      { status: 403, headers: { 'retry-after': '2' }, body: '{"message":"You have exceeded a secondary rate limit"}' },
    ]);
    await expect(github.readPullRequest(7)).rejects.toMatchObject({ code: 'github-rate-limited' });
    expect(waits).toEqual([2000, 2000]);
  });

  it('502 twice is tried again, and the third answer counts', async () => {
    const { github, waits, seen } = await open([{ status: 502 }, { status: 502 }, { status: 200, body: release }]);
    expect(await github.readBranch('main')).toBe('a'.repeat(40));
    expect([waits.length, seen.length]).toEqual([2, 3]);
  });

  it('502 for ever is GitHub’s fault, and said so', async () => {
    const { github, seen } = await open([{ status: 502 }]);
    await expect(github.readBranch('main')).rejects.toMatchObject({
      code: 'github-unavailable',
      hint: expect.stringContaining('githubstatus.com'),
    });
    expect(seen).toHaveLength(3);
  });

  it('nothing at all is told without a stack of the network', async () => {
    const { url, github } = await open([]);
    servers.splice(0).forEach((server) => void server.close());
    expect(url).toContain('127.0.0.1');
    await expect(github.readBranch('main')).rejects.toMatchObject({ code: 'github-unavailable' });
  });

  it('an answer of another shape is refused', async () => {
    const { github } = await open([{ status: 200, body: '{"number":"seven"}' }]);
    await expect(github.readPullRequest(7)).rejects.toThrow();
  });
});

describe('downloads', () => {
  it('leave the token behind when GitHub redirects to its storage', async () => {
    const storage = await open([
      { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: 'bytes' },
    ]);
    const { github, seen } = await open([
      { status: 302, headers: { location: `${storage.url.replace('127.0.0.1', 'localhost')}/blob` } },
    ]);
    expect(new TextDecoder().decode(await github.downloadAsset(3, 100))).toBe('bytes');
    expect(seen[0]?.authorization).toBe('token ghs_top_secret');
    expect(storage.seen[0]?.authorization).toBeUndefined();
  });

  it('stop at the cap, whatever length was promised', async () => {
    const { github } = await open([
      { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: 'x'.repeat(5000) },
    ]);
    await expect(github.downloadAsset(3, 1000)).rejects.toMatchObject({
      code: 'artifact-too-large',
      message: 'Release asset 3 has more than 1000 bytes.',
    });
  });
});
