import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openData } from '../../../core/adapters/open-data.ts';
import { readTrinoPage } from '../../../core/adapters/trino-page.ts';
import { type FakeTrino, type Fault, startTrino } from '../../contracts/sql-engine-trino.ts';

let trino: FakeTrino;
beforeAll(async () => {
  trino = await startTrino();
  await trino.connection.run('CREATE TABLE rows AS SELECT range AS id FROM range(2000)');
});
afterEach(() => {
  trino.fault = undefined;
});
afterAll(() => trino.close());

const open = (url = '', environment = {}) =>
  openData([`trino://${url || `127.0.0.1:${trino.port}`}/hive/web#rows`], {
    environment,
    timeoutMs: 90_000,
    tag: 'drift, churn',
  });

describe('a Trino session', () => {
  it('says who asks, where, for how long at most, and in UTC', async () => {
    const { close } = await open(`ada@127.0.0.1:${trino.port}`, { TRINO_PASSWORD: 'pa:ss word' });
    expect(trino.headers()).toMatchObject({
      'x-trino-user': 'ada',
      'x-trino-catalog': 'hive',
      'x-trino-schema': 'web',
      'x-trino-source': 'tidegate',
      'x-trino-client-tags': 'drift_ churn',
      'x-trino-time-zone': 'UTC',
      'x-trino-session': 'query_max_run_time=90s',
      authorization: `Basic ${Buffer.from('ada:pa:ss word').toString('base64')}`,
    });
    await close();
  });

  it('asks again while a gateway is busy', async () => {
    trino.fault = 'busy';
    const { engine, close } = await open();
    expect(await engine.query('SELECT count(*) FROM rows')).toEqual([[2000]]);
    await close();
  });

  it.each([
    ['late-error', /gave no whole answer: Could not communicate with the remote task \(REMOTE_TASK_ERROR\)/],
    ['no-last-state', /gave no whole answer: the answer ended in state "RUNNING"/],
    ['cut-page', /gave no whole answer: a page that is no JSON object/],
    ['gone', /gave no whole answer: HTTP 410 gone/],
  ] satisfies [Fault, RegExp][])('gives no rows of an answer that is not whole: %s', async (fault, message) => {
    const { engine, close } = await open();
    trino.fault = fault;
    await expect(engine.query('SELECT id FROM rows')).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringMatching(message),
    });
    await close();
  });

  it('follows no page to another host: its name and password stay here', async () => {
    const { engine, close } = await open();
    trino.fault = 'other-host';
    await expect(engine.query('SELECT 1')).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringContaining('at http://localhost'),
    });
    await close();
  });

  it('ends a query on the server that gives too many rows', async () => {
    const { engine, close } = await open();
    const before = trino.ended();
    await expect(engine.query('SELECT id FROM rows', { mostRows: 600 })).rejects.toMatchObject({
      code: 'engine-failed',
    });
    await expect(engine.query('SELECT id FROM rows', { mostRows: 100 })).rejects.toMatchObject({
      code: 'engine-failed',
    });
    expect(trino.ended()).toBeGreaterThanOrEqual(before);
    await close();
  });

  it('shows how far it is', async () => {
    const { engine, close } = await open();
    const shares: number[] = [];
    await engine.query('SELECT id FROM rows', { onProgress: (share) => shares.push(share) });
    expect(shares).toEqual([0, 0.25, 0.5, 0.75, 1]);
    await close();
  });

  it('says that nobody is there, without the password', async () => {
    const error = await open('ada:secret-word@127.0.0.1:1').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'engine-failed',
      message: expect.stringMatching(/^trino:\/\/127\.0\.0\.1:1\/hive\/web cannot be reached: /),
    });
    expect(JSON.stringify([error, String(error), (error as Error).stack])).not.toContain('secret-word');
  });
});

describe('a page', () => {
  it('keeps the digits of long numbers, and leaves texts alone', () => {
    const page = readTrinoPage(
      '{"data":[[1152921504606846981,-9223372036854775808,12,1.5e300,1234567890123456.5,"id 1152921504606846981 \\"9223372036854775808"]]}',
    );
    expect(page?.data).toEqual([
      [
        '1152921504606846981',
        '-9223372036854775808',
        12,
        1.5e300,
        1234567890123456.5,
        'id 1152921504606846981 "9223372036854775808',
      ],
    ]);
  });

  it.each(['', '[]', 'null', '{"data": [', '<html>'])('is none where it is no JSON object: %j', (text) => {
    expect(readTrinoPage(text)).toBeUndefined();
  });
});
