import { expect, it } from 'vitest';
import { loadCandidate } from '../../../core/gate/load-candidate.ts';
import { createEvidence, MODEL, makeRecord, PULL_REQUEST, SHA, TRAINING_RUN } from '../run/trained.ts';

const model = { training: { command: 'train', parameters: {}, 'timeout-minutes': 1 } };
const request = { modelName: 'churn', model, pullRequest: 5, sha: SHA, runId: 81 };
const OTHER = 'd'.repeat(40);
const honest = {
  pullRequest: PULL_REQUEST,
  run: TRAINING_RUN,
  artifact: 'tidegate-run-churn',
  files: { 'run-record.json': await makeRecord(), 'model.onnx': MODEL },
};
const withRecord = async (changes: Parameters<typeof makeRecord>[0]) => ({
  files: { ...honest.files, 'run-record.json': await makeRecord(changes) },
});

it('gives record and bytes of the head that is asked about', async () => {
  const { record, pullRequest, trained } = await loadCandidate(await createEvidence(honest), request);
  expect(record.id).toBe('run-81-1');
  expect(Buffer.from(trained.candidate.bytes).equals(MODEL)).toBe(true);
  expect(trained).toMatchObject({
    candidate: { source: 'model.onnx of run 81', commit: SHA, pullRequest: 5, run: 'run-81-1', seeds: [] },
    predictions: undefined,
  });
  expect(pullRequest.number).toBe(5);
});

it('gives that of a pull request that was merged while it trained', async () => {
  const merged = { ...PULL_REQUEST, state: 'closed' as const, merged: true };
  const { pullRequest } = await loadCandidate(await createEvidence({ ...honest, pullRequest: merged }), request);
  expect(pullRequest.merged).toBe(true);
});

const record = await makeRecord();
const cases: readonly (readonly [
  title: string,
  changes: Partial<Parameters<typeof createEvidence>[0]>,
  expected: RegExp,
])[] = [
  ['a head that was pushed over', { pullRequest: { ...PULL_REQUEST, headSha: OTHER } }, /is open at d+; asked was b+/],
  ['a closed pull request', { pullRequest: { ...PULL_REQUEST, state: 'closed' } }, /is closed/],
  ['another workflow', { run: { ...TRAINING_RUN, path: '.github/workflows/evil.yml' } }, /its path is .*evil.yml/],
  ['a run of another commit', { run: { ...TRAINING_RUN, headSha: OTHER } }, /its head is d+/],
  ['a run that was started by hand', { run: { ...TRAINING_RUN, event: 'workflow_dispatch' } }, /its event is/],
  ['a run that failed', { run: { ...TRAINING_RUN, conclusion: 'failure' } }, /its conclusion is failure/],
  ['a run that goes on', { run: { ...TRAINING_RUN, conclusion: undefined, status: 'in_progress' } }, /in_progress/],
  ['an artifact of another model', { artifact: 'tidegate-run-other' }, /no artifact tidegate-run-churn \(it has:/],
  ['an expired artifact', { expired: true }, /it has expired/],
  ['an archive that changed on its way', { digest: `sha256:${'0'.repeat(64)}` }, /GitHub promises sha256:0+/],
  ['a record of another model', await withRecord({ model: 'fraud' }), /is of model fraud/],
  ['a record of another commit', await withRecord({ commit: OTHER }), /is of commit d+/],
  ['a record of another run', await withRecord({ workflow: { runId: 80, attempt: 1, url: 'x' } }), /names run 80/],
  ['other bytes than recorded', { files: { ...honest.files, 'model.onnx': 'swapped' } }, /promises a model.onnx/],
  [
    'other bytes than listed',
    await withRecord({ artifacts: record.artifacts.map((file) => ({ ...file, path: 'other.onnx' })) }),
    /lists model.onnx with nothing/,
  ],
  [
    'a record with a field too many',
    { files: { ...honest.files, 'run-record.json': { ...record, admin: true } } },
    /admin/,
  ],
  ['a record that is no JSON', { files: { ...honest.files, 'run-record.json': '<html>' } }, /is not JSON/],
  ['a pickle beside the model', { files: { ...honest.files, 'model.pkl': 'x' } }, /nobody asked for/],
];
it.each(cases)('refuses %s', async (_, changes, expected) => {
  const github = await createEvidence({ ...honest, ...changes });
  await expect(loadCandidate(github, request)).rejects.toThrow(expected);
  await expect(loadCandidate(github, request)).rejects.toMatchObject({ name: 'OperatorError' });
});
