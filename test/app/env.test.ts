import { expect, it } from 'vitest';
import { readSettings } from '../../app/env.ts';

const WHOLE = { APP_ID: '42', PRIVATE_KEY: 'one\\ntwo', WEBHOOK_SECRET: 'a long secret' };

it('fills in what need not be said, and takes a key on one line', () => {
  expect(readSettings({ ...WHOLE, PORT: '', HOST: undefined })).toEqual({
    appId: 42,
    privateKey: 'one\ntwo',
    webhookSecret: 'a long secret',
    githubApiUrl: 'https://api.github.com',
    host: '127.0.0.1',
    port: 3000,
    inboxFile: 'tidegate-inbox.sqlite',
  });
});

it.each<[string, Readonly<Record<string, string | undefined>>, RegExp]>([
  ['no app id', { APP_ID: undefined }, /APP_ID/],
  ['an empty app id', { APP_ID: '' }, /APP_ID/],
  ['no key', { PRIVATE_KEY: undefined }, /PRIVATE_KEY or PRIVATE_KEY_PATH/],
  ['no secret', { WEBHOOK_SECRET: undefined }, /WEBHOOK_SECRET/],
  ['a short secret', { WEBHOOK_SECRET: 'hunter2' }, /WEBHOOK_SECRET: expected at least 8 characters/],
  ['an app id that is a name', { APP_ID: 'hunter2' }, /APP_ID: expected the number/],
  ['a port that is a word', { PORT: 'hunter2' }, /PORT: expected a port number/],
  ['a port past the last', { PORT: '65536' }, /PORT: expected a port number/],
  ['an address that is none', { GITHUB_API_URL: 'hunter2' }, /GITHUB_API_URL/],
  [
    'a key file that is not there',
    { PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: '/nowhere/hunter2' },
    /PRIVATE_KEY_PATH/,
  ],
])('names the variable and not its value: %s', (_, changes, problem) => {
  const read = () => readSettings({ ...WHOLE, ...changes });
  expect(read).toThrow(expect.objectContaining({ code: 'input-invalid', message: expect.stringMatching(problem) }));
  expect(read).not.toThrow(/hunter2|a long secret|two/);
});

it('names all of them at once', () => {
  expect(() => readSettings({})).toThrow(/APP_ID.*WEBHOOK_SECRET.*PRIVATE_KEY/);
});
