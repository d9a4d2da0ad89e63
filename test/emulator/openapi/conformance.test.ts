import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exchange } from '@tidegate/emulator/github/front';
import { createConformance } from '@tidegate/emulator/openapi/conformance';
import { PATHS, WEBHOOKS } from '@tidegate/emulator/openapi/operations';
import { describe, expect, it } from 'vitest';

const FILE = join(import.meta.dirname, '../../../emulator/openapi/github.json');
const { checkExchange, checkWebhook } = createConformance();
const variable = { name: 'A', value: 'a', created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' };
const exchange = (changes: Partial<Exchange>): Exchange => ({
  method: 'GET',
  path: '/repos/octo-org/churn/actions/variables/A',
  status: 200,
  requestBody: undefined,
  responseBody: variable,
  hasBytes: false,
  ...changes,
});

describe('the judge', () => {
  it('has nothing against what GitHub would answer', () => {
    expect(checkExchange(exchange({}))).toBeUndefined();
    expect(checkExchange(exchange({ status: 404, responseBody: { message: 'Not Found' } }))).toBeUndefined();
    expect(checkExchange(exchange({ method: 'DELETE', status: 204, responseBody: undefined }))).toBeUndefined();
  });

  it.each([
    ['a missing property', { responseBody: { ...variable, value: undefined } }, "required property 'value'"],
    ['a wrong type', { responseBody: { ...variable, value: 1 } }, '/value must be string'],
    [
      'no date where one belongs',
      { responseBody: { ...variable, created_at: 'now' } },
      'must match format "date-time"',
    ],
    ['no body where one belongs', { responseBody: undefined }, '(body) is missing'],
    ['an undocumented success', { status: 206 }, 'status 206 is not documented (200)'],
    ['an unknown path', { path: '/repos/octo-org/churn/models' }, 'GitHub has no such operation'],
    ['an unknown method', { method: 'PUT' }, 'GitHub has no such operation'],
    [
      'a request that GitHub would refuse',
      {
        method: 'POST',
        path: '/repos/octo-org/churn/actions/variables',
        status: 201,
        requestBody: { name: 'A' },
        responseBody: {},
      },
      "request (body) must have required property 'value'",
    ],
  ])('finds %s', (_, changes, problem) => {
    expect(checkExchange(exchange(changes))?.problems.join('\n')).toContain(problem);
  });

  it('finds payloads that no webhook would carry', () => {
    expect(checkWebhook('issues', 'opened', { action: 'opened' })?.problems.join('\n')).toContain("property 'issue'");
    expect(checkWebhook('models', 'trained', {})?.problems[0]).toContain('does not list this webhook');
  });

  it('lets our own routes be', () => {
    expect(checkExchange(exchange({ path: '/_front/assets/1', responseBody: 'x' }))).toBeUndefined();
  });
});

describe('the description', () => {
  const text = readFileSync(FILE, 'utf8');
  const description = JSON.parse(text);

  it('names where it comes from, and holds what operations.ts lists, no more', () => {
    expect(description).toMatchObject({ source: '@octokit/openapi@23.0.2', licence: expect.stringContaining('MIT') });
    const paths = new Set(Object.keys(description.operations).map((key) => key.split(' ')[1]));
    expect([...paths].sort()).toEqual([...PATHS].sort());
    expect(Object.keys(description.webhooks).sort()).toEqual([...WEBHOOKS].sort());
  });

  it('reaches every schema that it refers to, keeps none that nobody reaches, and no prose', () => {
    const names = new Set([...text.matchAll(/"#\/schemas\/([^"]+)"/g)].map(([, name]) => name));
    expect(Object.keys(description.schemas).sort()).toEqual([...names].sort());
    expect(text).not.toMatch(/"(example|examples|externalDocs|description)":"/);
    expect(text.length).toBeLessThan(600_000);
  });
});
