import { parseConfig } from '@tidegate/core/config/parse-config';
import { expect, it } from 'vitest';
import { readPolicyChanges } from '../../../app/events/read-policy-changes.ts';
import { MemoryGitHub } from '../../fakes/memory-github.ts';

const TEXT = `version: 1
models:
  churn:
    task: regression
    paths: [train.ts]
    training: { command: node train.ts }
    data: { path: train.csv, evaluation: test.csv, target: y, features: { numeric: [x] } }
    gate: [{ kind: data-expectations }]
`;

async function filesOf(changed: readonly string[]) {
  const github = new MemoryGitHub();
  const listing = Object.assign(Object.create(github) as MemoryGitHub, {
    listChangedFiles: async () => changed,
    readText: async () => TEXT,
  });
  const pull = { number: 1, headSha: 'a'.repeat(40) } as Parameters<typeof readPolicyChanges>[2];
  return (await readPolicyChanges({ github: listing }, parseConfig(TEXT), pull)).files;
}

it('names what judges a pull request and is changed by it, the evaluation file too', async () => {
  expect(await filesOf(['a.ts', 'test.csv', '.github/workflows/validate.yml'])).toEqual([
    '.github/workflows/validate.yml',
    'test.csv',
  ]);
});

it('takes all of it for changed where GitHub does not list all files', async () => {
  const listed = Array.from({ length: 3_000 }, (_, index) => `aaa/${index}`);
  expect(await filesOf(listed)).toEqual(['.github/workflows/', 'train.csv', 'test.csv']);
});
