import { expect, it } from 'vitest';
import { loadValidated } from '../../../core/release/load-validated.ts';
import { createEvidence, MERGE, MODEL, makeRecord, PULL_REQUEST, SHA, TRAINING_RUN } from '../run/trained.ts';
import { makeProfile, makeVerdict } from './validated.ts';

const request = { modelName: 'churn', pullRequest: 5, sha: SHA, runId: 90 };
const MERGED = { ...PULL_REQUEST, state: 'closed' as const, merged: true, mergeCommitSha: MERGE };
const GATE_RUN = {
  ...TRAINING_RUN,
  id: 90,
  path: '.github/workflows/gate.yml',
  event: 'workflow_dispatch',
  headSha: 'a'.repeat(40),
  headBranch: 'main',
};
const verdict = await makeVerdict();
const honest = {
  pullRequest: MERGED,
  run: GATE_RUN,
  artifact: 'tidegate-verdict-churn',
  files: {
    'verdict.json': verdict,
    'run-record.json': await makeRecord(),
    'model.onnx': MODEL,
    'profile.json': await makeProfile(),
  },
};
const withVerdict = async (changes: Parameters<typeof makeVerdict>[0]) => ({
  files: { ...honest.files, 'verdict.json': await makeVerdict(changes) },
});
const withCandidate = (changes: Partial<typeof verdict.candidate>) =>
  withVerdict({ candidate: { ...verdict.candidate, ...changes } });

it('gives everything that a release holds', async () => {
  const validated = await loadValidated(await createEvidence(honest), request);
  expect(validated.verdict.id).toBe('verdict-1');
  expect(Object.keys(validated.files)).toHaveLength(4);
});

const cases: readonly (readonly [
  title: string,
  changes: Partial<Parameters<typeof createEvidence>[0]>,
  expected: RegExp,
])[] = [
  ['what is not merged', { pullRequest: PULL_REQUEST }, /#5 is open at/],
  ['what was closed without a merge', { pullRequest: { ...PULL_REQUEST, state: 'closed' } }, /#5 is closed at/],
  ['a merge into another branch', { pullRequest: { ...MERGED, baseRef: 'wider' } }, /merged into wider, not into main/],
  ['another head than the merged one', { pullRequest: { ...MERGED, headSha: 'd'.repeat(40) } }, /is merged at d+/],
  ['a run of train.yml', { run: { ...GATE_RUN, path: TRAINING_RUN.path } }, /workflow is .*train.yml/],
  ['gate.yml of a branch', { run: { ...GATE_RUN, headBranch: 'wider' } }, /branch is wider, expected main/],
  ['gate.yml on a pull request', { run: { ...GATE_RUN, event: 'pull_request' } }, /event is pull_request/],
  ['a gate that failed', { run: { ...GATE_RUN, conclusion: 'failure' } }, /conclusion is failure/],
  ['a verdict that says fail', await withVerdict({ outcome: 'fail' }), /verdict is fail, expected pass/],
  ['a verdict that cannot tell', await withVerdict({ outcome: 'cannot-tell' }), /verdict is cannot-tell/],
  ['a verdict on another model', await withVerdict({ model: 'fraud' }), /model is fraud/],
  ['a verdict on another commit', await withCandidate({ commit: 'd'.repeat(40) }), /commit is d+/],
  ['a verdict on another pull request', await withCandidate({ pullRequest: 4 }), /pull request is 4/],
  ['a verdict on other bytes', await withCandidate({ digest: `sha256:${'0'.repeat(64)}` }), /candidate is sha256:0+/],
  ['a verdict on another run', await withCandidate({ run: 'run-80-1' }), /training run is run-80-1/],
  ['other bytes', { files: { ...honest.files, 'model.onnx': 'swapped' } }, /promises a model.onnx/],
];
it.each(cases)('refuses %s', async (_, changes, expected) => {
  const github = await createEvidence({ ...honest, ...changes });
  await expect(loadValidated(github, request)).rejects.toThrow(expected);
});
