import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOnnxRuntime } from '@tidegate/core/adapters/onnx-runtime';
import { createServingClient } from '@tidegate/core/adapters/serving-client';
import { sha256 } from '@tidegate/core/digest';
import { parsePredictions } from '@tidegate/core/drift/parse-predictions';
import { createServer, type ServerOptions } from '@tidegate/serving/server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { makeModel, openReleases } from './releases.ts';

const SECRET = 'a serving token';
const FIRST = makeModel(0);
const SECOND = makeModel(3);
const ROW = { minutes: 150, calls: 100, plan: 'no' };
const Answer = z.object({ predictions: z.array(z.record(z.string(), z.unknown())) });
let world: Awaited<ReturnType<typeof openReleases>>;
let folder = '';
let lines: string[] = [];
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  world = await openReleases();
  await world.release('1.0.0', FIRST);
  await world.release('1.1.0', SECOND);
  await world.release('1.2.0', makeModel(4), makeModel(5));
});
afterAll(() => world.github.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-serving-'));
  lines = [];
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(changes: Partial<ServerOptions> = {}) {
  const app = await createServer({
    runtime: createOnnxRuntime(),
    stateFolder: folder,
    githubApiUrl: world.github.url,
    adminToken: SECRET,
    log: (message) => lines.push(message),
    ...changes,
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  closers.push(() => app.close());
  const send = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  return {
    url,
    close: () => app.close(),
    predict: (body: unknown) => send('/predict', body),
    load: async (version: string, onnx: Uint8Array, authorization = `Bearer ${SECRET}`, model = 'churn') =>
      send(
        `/v2/repository/models/${model}/load`,
        { parameters: { repository: 'octo-org/churn', release: `churn@${version}`, digest: await sha256(onnx) } },
        { authorization, 'x-github-token': world.token },
      ),
    get: (path: string) => fetch(`${url}${path}`),
  };
}

async function openWithModel() {
  const server = await open();
  expect(await server.load('1.0.0', FIRST)).toMatchObject({ status: 200 });
  return server;
}
const logged = () => parsePredictions(readFileSync(join(folder, 'predictions.jsonl'), 'utf8'), 'predictions.jsonl');

describe('a server without a model', () => {
  it('lives, is not ready, and says so to whoever asks', async () => {
    const { get, predict } = await open();
    const health = await get('/health');
    expect([health.status, await health.json()]).toEqual([503, { server: 'tidegate', live: true, ready: false }]);
    expect(await predict({ rows: [ROW] })).toMatchObject({ status: 503, body: { code: 'model-missing' } });
    expect((await get('/v2/models/churn')).status).toBe(404);
  });
});

describe('predictions', () => {
  it('come with the version and the digest that made them', async () => {
    const { predict, get } = await openWithModel();
    const { status, body } = await predict({ rows: [ROW, { minutes: 50, calls: null, plan: 'yes' }] });
    expect([status, body]).toEqual([
      200,
      {
        model: 'churn',
        version: '1.0.0',
        digest: await sha256(FIRST),
        predictions: [
          { id: expect.any(String), score: expect.closeTo(1 / (1 + Math.exp(-1)), 5), label: 'yes' },
          { id: expect.any(String), score: expect.closeTo(1 / (1 + Math.exp(-1)), 5), label: 'yes' },
        ],
      },
    ]);
    expect((await get('/health')).status).toBe(200);
  });

  it('count a null as missing and an unseen category as none of the known', async () => {
    const { predict } = await openWithModel();
    const { body } = await predict({ rows: [{ minutes: null, calls: null, plan: 'gold' }] });
    expect(Answer.parse(body).predictions).toMatchObject([{ score: expect.closeTo(0.5, 5) }]);
  });

  it.each([
    [
      'an unknown column',
      { rows: [{ ...ROW, state: 'KS' }] },
      /rows\.0: .* column "state"; it reads minutes, calls, plan/,
    ],
    ['a missing column', { rows: [ROW, { minutes: 1, plan: 'no' }] }, /rows\.1: column "calls" is missing; send null/],
    ['text for a number', { rows: [{ ...ROW, minutes: '150' }] }, /rows\.0\.minutes: expected a number, got "150"/],
    ['a number for text', { rows: [{ ...ROW, plan: 1 }] }, /rows\.0\.plan: expected text, got 1/],
    ['a list as a value', { rows: [{ ...ROW, minutes: [150] }] }, /rows\.0\.minutes/],
    ['no rows', { rows: [] }, /rows: /],
    ['too many rows', { rows: Array.from({ length: 10_001 }, () => ROW) }, /rows: /],
    ['a field that we do not know', { rows: [ROW], explain: true }, /explain/],
    ['a body that is a list', [ROW], /the body/],
    [
      'a number past float32',
      { rows: [{ ...ROW, minutes: 1e300, calls: 1e300 }] },
      /rows\.0: the model gives no number/,
    ],
    ['a number past float64', '{"rows": [{"minutes": 1e999, "calls": 1, "plan": "no"}]}', /rows\.0\.minutes/],
    ['no JSON', '{"rows": [', /JSON/],
    ['nothing', '', /body/i],
    ['__proto__ as a column', '{"rows": [{"minutes": 1, "calls": 1, "plan": "no", "__proto__": {"a": 1}}]}', /./],
    ['__proto__ as a field', '{"rows": [{"minutes": 1, "calls": 1, "plan": "no"}], "__proto__": {"a": 1}}', /./],
    [
      'constructor as a column',
      '{"rows": [{"minutes": 1, "calls": 1, "plan": "no", "constructor": 1}]}',
      /constructor/,
    ],
    ['constructor.prototype', '{"rows": [{"constructor": {"prototype": {"polluted": 1}}}]}', /./],
  ])('are refused for %s, with what to send', async (_, body, problem) => {
    const { predict } = await openWithModel();
    const answer = await predict(body);
    expect(answer).toEqual({
      status: 400,
      body: { code: 'input-invalid', error: expect.stringMatching(problem), hint: expect.stringContaining('Send') },
    });
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(await predict({ rows: [ROW] })).toMatchObject({ status: 200 });
  });

  it('are refused for a body of 17 MiB before it is read whole', async () => {
    const { predict } = await openWithModel();
    const body = JSON.stringify({ rows: [{ ...ROW, plan: 'x'.repeat(17 * 1024 ** 2) }] });
    // A server that stops reading may close the line before the answer is read.
    const answer = await predict(body).catch(() => ({ status: 413 }));
    expect(answer.status).toBe(413);
    expect(await predict({ rows: [ROW] })).toMatchObject({ status: 200 });
  });

  it('are logged as documents that the drift check reads, refused ones not', async () => {
    const { predict, close } = await openWithModel();
    const { body } = await predict({ rows: [ROW, { ...ROW, minutes: null }] });
    const answers = Answer.parse(body).predictions;
    await predict({ rows: [{ ...ROW, minutes: 'x' }] });
    await close();
    const { predictions, brokenLines } = logged();
    expect(brokenLines).toBe(0);
    expect(predictions).toMatchObject([
      { ...answers[0], inputs: ROW },
      { ...answers[1], inputs: { ...ROW, minutes: null } },
    ]);
    // Lines of binary models stay as they were before there were other tasks.
    const fields = ['kind', 'version', 'id', 'at', 'model', 'modelVersion', 'digest', 'inputs', 'score', 'label'];
    expect(
      Object.keys(JSON.parse(readFileSync(join(folder, 'predictions.jsonl'), 'utf8').split('\n')[0] ?? '')),
    ).toEqual(fields);
  });

  it('lose no answer, and say so in the metrics, when the log cannot be written', async () => {
    mkdirSync(join(folder, 'predictions.jsonl'));
    const server = await open();
    await server.load('1.0.0', FIRST);
    expect(await server.predict({ rows: [ROW] })).toMatchObject({ status: 200 });
    await expect
      .poll(async () => (await server.get('/metrics')).text())
      .toContain('tidegate_prediction_log_lost_lines 1');
  });
});

describe('loading a version', () => {
  it('swaps what serves, and the metadata proves the bytes', async () => {
    const { url, load, predict } = await openWithModel();
    const { status, body } = await load('1.1.0', SECOND);
    const properties = { digest: await sha256(SECOND), release: 'churn@1.1.0', loaded_at: expect.any(String) };
    expect([status, body]).toMatchObject([200, { name: 'churn', versions: ['1.1.0'], properties }]);
    expect(await createServingClient(url).readServed('churn')).toMatchObject({
      digest: await sha256(SECOND),
      release: 'churn@1.1.0',
    });
    expect((await predict({ rows: [ROW] })).body).toMatchObject({ version: '1.1.0' });
  });

  it('answers every request while it swaps', async () => {
    const { load, predict } = await openWithModel();
    const answers = Array.from({ length: 40 }, () => predict({ rows: [ROW] }));
    const swap = load('1.1.0', SECOND);
    const later = Array.from({ length: 40 }, () => predict({ rows: [ROW] }));
    expect((await Promise.all([...answers, swap, ...later])).map(({ status }) => status)).toEqual(Array(81).fill(200));
  });

  it.each([['Bearer another token'], ['Bearer '], [''], [SECRET], [`bearer ${SECRET} `]])(
    'needs the serving token: %j is not it',
    async (authorization) => {
      const { load, get } = await open();
      expect(await load('1.0.0', FIRST, authorization)).toMatchObject({
        status: 401,
        body: { code: 'github-unauthorized' },
      });
      expect((await get('/health')).status).toBe(503);
    },
  );

  it('is for nobody where the server has no token', async () => {
    const { load } = await open({ adminToken: '' });
    expect(await load('1.0.0', FIRST, 'Bearer ')).toMatchObject({ status: 401 });
  });

  it.each([
    ['another digest than the release has', '1.1.0', FIRST, 409, 'artifact-mismatch'],
    ['bytes that the manifest does not promise', '1.2.0', makeModel(4), 409, 'artifact-mismatch'],
    ['a release that is not there', '9.9.9', FIRST, 404, 'release-missing'],
  ])('refuses %s and keeps the version that serves', async (_, version, onnx, status, code) => {
    const { load, predict, get } = await openWithModel();
    expect(await load(version, onnx)).toMatchObject({ status, body: { code } });
    expect((await predict({ rows: [ROW] })).body).toMatchObject({ version: '1.0.0', digest: await sha256(FIRST) });
    expect(readdirSync(join(folder, 'models')).filter((name) => name.endsWith('.onnx'))).toHaveLength(1);
    expect(await (await get('/metrics')).text()).toContain('tidegate_model_loads_total{outcome="failure"} 1');
  });

  it('refuses a release of another model than the address names', async () => {
    const { load } = await open();
    expect(await load('1.0.0', FIRST, `Bearer ${SECRET}`, 'fraud')).toMatchObject({
      status: 400,
      body: { code: 'input-invalid' },
    });
  });

  it('writes no token to the log or to the disk', async () => {
    const { load, close } = await openWithModel();
    await load('1.0.0', FIRST, 'Bearer wrong');
    await close();
    const written = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
    expect([...lines, ...written].join('\n')).not.toMatch(new RegExp(`${SECRET}|${world.token}`));
  });
});

describe('a restart', () => {
  it('serves the version on the disk without GitHub', async () => {
    await (await openWithModel()).close();
    const { url, predict } = await open({ githubApiUrl: 'http://127.0.0.1:9' });
    expect(await createServingClient(url).readServed('churn')).toMatchObject({ digest: await sha256(FIRST) });
    expect(await predict({ rows: [ROW] })).toMatchObject({ status: 200, body: { version: '1.0.0' } });
  });

  it.each([
    ['other bytes', (file: string) => writeFileSync(file, makeModel(9)), /has digest sha256:.*its manifest promises/],
    ['a cut file', (file: string) => writeFileSync(file, FIRST.subarray(0, 100)), /has digest/],
    ['no file', (file: string) => rmSync(file), /ENOENT/],
  ])('serves nothing rather than %s, and can be loaded again', async (_, tamper, problem) => {
    await (await openWithModel()).close();
    const [name = ''] = readdirSync(join(folder, 'models')).filter((file) => file.endsWith('.onnx'));
    tamper(join(folder, 'models', name));
    const { load, get, predict } = await open();
    expect((await get('/health')).status).toBe(503);
    expect(lines.join('\n')).toMatch(problem);
    expect(await load('1.0.0', FIRST)).toMatchObject({ status: 200 });
    expect(await predict({ rows: [ROW] })).toMatchObject({ status: 200 });
  });

  it('serves nothing rather than what an edited manifest names', async () => {
    await (await openWithModel()).close();
    const file = join(folder, 'models', 'current.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"threshold": 0.5', '"threshold": 7'));
    const { get } = await open();
    expect((await get('/health')).status).toBe(503);
    expect(lines.join('\n')).toMatch(/not served: .*serving\.threshold/);
  });
});

it('GET /metrics counts answers, rows, refusals and what serves, for Prometheus', async () => {
  const { predict, get } = await openWithModel();
  await predict({ rows: [ROW, ROW] });
  await predict({ rows: [] });
  const response = await get('/metrics');
  expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  const text = await response.text();
  for (const line of [
    'tidegate_predict_requests_total{outcome="success"} 1',
    'tidegate_predict_requests_total{outcome="input-invalid"} 1',
    'tidegate_predicted_rows_total 2',
    'tidegate_predicted_labels_total{label="yes"} 2',
    'tidegate_model_loads_total{outcome="success"} 1',
    `tidegate_model_info{model="churn",version="1.0.0",digest="${await sha256(FIRST)}"} 1`,
    'tidegate_predict_duration_seconds_count 2',
    'tidegate_prediction_log_lost_lines 0',
  ])
    expect(text).toContain(line);
});
