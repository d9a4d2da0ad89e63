import { describe, expect, it } from 'vitest';
import { completeAddress } from '../../../core/sql/complete-address.ts';
import { hideSecrets } from '../../../core/sql/hide-secrets.ts';
import { parseServerAddress, usesTls } from '../../../core/sql/server-address.ts';
import { refuseOldServer, serverFailure } from '../../../core/sql/server-failure.ts';

describe('the address of a server', () => {
  it('says where, as whom, and in which database', () => {
    expect(parseServerAddress('trino://ada%40x:p%23%2F@db.example.org:8443/hive/my%20web?tls=unverified')).toEqual({
      kind: 'trino',
      name: 'trino://db.example.org:8443/hive/my web',
      host: 'db.example.org',
      port: 8443,
      user: 'ada@x',
      password: 'p#/',
      path: ['hive', 'my web'],
      tls: 'unverified',
    });
    expect(parseServerAddress('postgres:')).toMatchObject({
      kind: 'postgres',
      host: undefined,
      port: undefined,
      path: [],
    });
  });

  it.each([
    ['clickhouse://127.0.0.1', false],
    ['clickhouse://localhost', false],
    ['clickhouse://[::1]:8123', false],
    ['clickhouse:///db', false],
    ['clickhouse://db.example.org', true],
    ['clickhouse://10.0.0.7', true],
    ['clickhouse://db.example.org?tls=off', false],
    ['clickhouse://127.0.0.1?tls=on', true],
    ['postgres://db?sslmode=disable', false],
    ['postgres://db?sslmode=verify-full', true],
    ['postgres://db?sslmode=no-verify', true],
  ])('%s: TLS %s', (text, tls) => expect(usesTls(parseServerAddress(text))).toBe(tls));

  it.each([
    'clickhouse://db?tls=perhaps',
    'clickhouse://db?secure=true',
    'postgres://db?sslmode=prefer',
    'clickhouse://db?sslmode=disable',
  ])('refuses %s: what it does not know could be what keeps it safe', (text) =>
    expect(() => parseServerAddress(text)).toThrow('which is not known'),
  );
});

it('hides what is secret in every form that an address has', () => {
  const said = 'cannot log in as ada with p#ss/word at https://ada:p%23ss%2Fword@db; p#ss/word2';
  expect(hideSecrets(said, ['p#ss/word', undefined, ''])).toBe(
    'cannot log in as ada with *** at https://ada:***@db; ***2',
  );
});

it('keeps the words of a server short, on one line, and without secrets', () => {
  const failure = serverFailure(
    { kind: 'stopped', server: 'trino://db', text: `first\n  second abc-secret ${'x'.repeat(500)}` },
    ['abc-secret'],
  );
  expect(failure).toMatchObject({
    code: 'engine-failed',
    message: expect.stringMatching(/^trino:\/\/db gave no whole answer: first second \*\*\* x{200,}$/),
  });
  expect(failure.message.length).toBeLessThan(350);
  expect(failure.cause).toBeUndefined();
});

it.each([
  ['24.8', '24.8', true],
  ['24.8.1', '24.8', true],
  ['25.1', '24.8', true],
  ['24.10', '24.8', true],
  ['24.7.99', '24.8', false],
  ['9.6', '12', false],
  ['12.0', '12', true],
])('version %s where %s is needed: %s', (version, oldest, isFine) => {
  const check = () => refuseOldServer('db', 'Product', version, oldest);
  if (isFine) expect(check).not.toThrow();
  else expect(check).toThrow(`db runs Product ${version}; Tidegate needs ${oldest} or newer.`);
});

describe('an address without a host', () => {
  it.each([
    [
      'clickhouse:',
      { CLICKHOUSE_URL: 'https://ada:word@db:9443/shop' },
      { name: 'clickhouse://db:9443/shop', user: 'ada', password: 'word', path: ['shop'], tls: 'on' },
    ],
    ['clickhouse:', { CLICKHOUSE_URL: 'http://db' }, { host: 'db', tls: 'off' }],
    [
      'postgres:',
      { DATABASE_URL: 'postgresql://ada:word@db/shop?sslmode=require' },
      { host: 'db', user: 'ada', password: 'word', path: ['shop'], tls: 'on' },
    ],
    ['postgres:///other', { POSTGRES_URL: 'postgres://db/shop' }, { host: 'db', path: ['other'] }],
    ['trino:///hive/web', { TRINO_URL: 'trino://db:8080' }, { host: 'db', port: 8080, path: ['hive', 'web'] }],
    ['postgres://here', { DATABASE_URL: 'postgres://there' }, { host: 'here' }],
    ['postgres:', {}, { host: undefined }],
  ])('%s %j', (text, environment, address) => {
    expect(completeAddress(parseServerAddress(text), environment)).toMatchObject(address);
  });

  it.each(['mysql://ada:word@db/shop', 'clickhouse://ada:word@db', 'https://ada:word@db', 'word'])(
    'refuses what is for another server: %s',
    (url) => {
      expect(() => completeAddress(parseServerAddress('postgres:'), { DATABASE_URL: url })).toThrow(
        expect.objectContaining({ message: 'DATABASE_URL in the environment is no address of a postgres server.' }),
      );
    },
  );
});
