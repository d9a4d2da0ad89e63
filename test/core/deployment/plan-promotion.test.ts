import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findModel, parseConfig } from '../../../core/config/parse-config.ts';
import type { Permission } from '../../../core/config/schema.ts';
import { planPromotion } from '../../../core/deployment/plan-promotion.ts';
import { PROMOTION } from '../../../core/deployment/promotion.ts';
import type { ServedModel } from '../../../core/deployment/served-model.ts';
import { checkDocument } from '../../../core/document.ts';
import type { Manifest } from '../../../core/release/manifest.ts';
import { ROOT } from '../../architecture/source-files.ts';
import { SHA, SIGNATURE } from '../run/trained.ts';

// staging: promote by write; production: by maintain, after staging.
const model = findModel(parseConfig(readFileSync(join(ROOT, 'templates/churn/tidegate.yml'), 'utf8')), 'churn');
const digestOf = (digit: string) => `sha256:${digit.repeat(64)}`;
const [OLD, NEW] = [digestOf('1'), digestOf('2')];

const manifest: Manifest = {
  kind: 'tidegate.manifest',
  version: 1,
  model: 'churn',
  modelVersion: '1.1.0',
  commit: SHA,
  createdAt: '2026-01-02T03:04:05.000Z',
  assets: [],
  onnx: { digest: NEW, opset: 17, signature: SIGNATURE },
  run: { id: 'run-81-1', digest: NEW },
  verdict: { id: 'verdict-1', digest: NEW, outcome: 'pass' },
  dataSets: [],
  licence: null,
  serving: { output: 'probability', threshold: 0.5, positive: 'yes', negative: 'no' },
};
const served = (version: string, digest: string): ServedModel => ({
  model: 'churn',
  release: `churn@${version}`,
  digest,
  deploymentId: 1,
  since: '2026-01-02T03:04:05Z',
});
const asker = (permission: Permission | 'none') => ({ login: 'monalisa', permission, issue: 5, comment: 6 });
const plan = (changes: Partial<Parameters<typeof planPromotion>[0]> = {}) =>
  planPromotion({
    modelName: 'churn',
    model,
    environment: 'staging',
    asker: asker('write'),
    manifest,
    release: 'churn@1.1.0',
    forged: undefined,
    servedBefore: undefined,
    serving: served('1.0.0', OLD),
    ...changes,
  });

it('an allowed promotion names the bytes, who asked, and where; the deploy Action reads it', () => {
  const planned = plan();
  if (planned.kind !== 'allowed') throw new Error(planned.message);
  expect(checkDocument(PROMOTION, planned.promotion, 'the plan')).toEqual({
    kind: 'tidegate.promotion',
    version: 1,
    action: 'promote',
    model: 'churn',
    release: 'churn@1.1.0',
    digest: NEW,
    environment: 'staging',
    requestedBy: 'monalisa',
    issue: 5,
    comment: 6,
  });
});

describe('permission', () => {
  it.each<[Permission | 'none', string, string]>([
    ['none', 'permission-too-low', 'permission-too-low'],
    ['read', 'permission-too-low', 'permission-too-low'],
    ['triage', 'permission-too-low', 'permission-too-low'],
    ['write', 'allowed', 'permission-too-low'],
    ['maintain', 'allowed', 'allowed'],
    ['admin', 'allowed', 'allowed'],
  ])('%s: staging %s, production %s', (permission, staging, production) => {
    const result = (environment: string) => {
      const planned = plan({ environment, asker: asker(permission), servedBefore: served('1.1.0', NEW) });
      return planned.kind === 'allowed' ? planned.kind : planned.reason;
    };
    expect([result('staging'), result('production')]).toEqual([staging, production]);
  });
});

describe('a refusal says what to do instead', () => {
  const inProduction = { environment: 'production', asker: asker('maintain') };
  it.each<[string, Parameters<typeof plan>[0], string, RegExp]>([
    [
      'an environment that is not in the policy',
      { environment: 'moon' },
      'unknown-environment',
      /one of: staging, prod/,
    ],
    ['an environment named like a method', { environment: 'constructor' }, 'unknown-environment', /one of: staging/],
    [
      'somebody who may not',
      { asker: asker('read') },
      'permission-too-low',
      /needs the permission `write`.*has `read`/,
    ],
    ['a release that is not there', { manifest: undefined }, 'release-missing', /`churn@1\.1\.0`.*\/status/],
    [
      'bytes that serve already',
      { serving: served('1.1.0', NEW) },
      'already-serving',
      /serves .* already \(222222222222\)/,
    ],
    ['the same bytes of another name', { serving: served('1.0.9', NEW) }, 'already-serving', /already/],
    [
      'nothing in the earlier environment',
      inProduction,
      'not-in-earlier-environment',
      /`nothing`.*`\/promote staging churn@1\.1\.0`/,
    ],
    [
      'another version in the earlier environment',
      { ...inProduction, servedBefore: served('1.0.0', OLD) },
      'not-in-earlier-environment',
      /after \*\*staging\*\*, which serves `churn@1\.0\.0`/,
    ],
    [
      'the same name with other bytes in the earlier environment',
      { ...inProduction, servedBefore: served('1.1.0', OLD) },
      'not-in-earlier-environment',
      /\/promote staging/,
    ],
  ])('%s', (_, changes, reason, words) => {
    expect(plan(changes)).toEqual({ kind: 'refused', reason, message: expect.stringMatching(words) });
  });

  it('tells who may not nothing about releases', () => {
    const refused = { ...inProduction, asker: asker('none'), manifest: undefined };
    expect(plan(refused)).toMatchObject({ reason: 'permission-too-low' });
  });
});

it('the first version of all needs nothing that serves', () => {
  expect(plan({ serving: undefined }).kind).toBe('allowed');
});
