import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../core/digest.ts';
import { loadCandidate } from '../../../core/gate/load-candidate.ts';
import type { RunRecord } from '../../../core/run/run-record.ts';
import { createEvidence, MODEL, makeRecord, PULL_REQUEST, SHA, TRAINING_RUN } from './trained.ts';

type Files = Record<string, Uint8Array | string | object>;
const model = { training: { command: 'train', parameters: {}, seeds: [7, 8, 9], 'timeout-minutes': 1 } };
const request = { model, modelName: 'churn', pullRequest: 5, sha: SHA, runId: 81 };
const predictions = JSON.stringify({ kind: 'tidegate.predictions', version: 1, rows: 2, values: [0.25, 0.75] });
const fileRecord = async (path: string, content: string) => ({
  path,
  digest: await sha256(content),
  bytes: new TextEncoder().encode(content).length,
});
const eight = { seed: 8, ...(await fileRecord('seed-8.onnx', 'weights of 8')) };
const nine = { seed: 9, ...(await fileRecord('seed-9.onnx', 'weights of 9')) };
const ten = await fileRecord('seed-10.onnx', 'more');
const predicted = await fileRecord('predictions.json', predictions);
const plain = ({ path, digest, bytes }: typeof eight) => ({ path, digest, bytes });
const { artifacts } = await makeRecord();

/** What a run with seeds 7, 8 and 9 uploads, with its record or its files changed. */
async function load(record: Partial<RunRecord> = {}, files: Files = {}) {
  const honest = {
    seeds: [7, 8, 9],
    seedModels: [eight, nine],
    artifacts: [...artifacts, plain(eight), plain(nine), predicted],
  };
  const uploaded = {
    'run-record.json': await makeRecord({ ...honest, ...record }),
    'model.onnx': MODEL,
    'seed-8.onnx': 'weights of 8',
    'seed-9.onnx': 'weights of 9',
    'predictions.json': predictions,
    ...files,
  };
  const kept = Object.fromEntries(Object.entries(uploaded).filter(([, content]) => content !== ''));
  const evidence = { pullRequest: PULL_REQUEST, run: TRAINING_RUN, artifact: 'tidegate-run-churn', files: kept };
  return loadCandidate(await createEvidence(evidence), request);
}

it('gives the models of the other seeds in the order of the record, and the predictions', async () => {
  const { trained } = await load();
  expect(trained.candidate.seeds).toEqual([
    { seed: 8, file: { bytes: new TextEncoder().encode('weights of 8'), source: 'seed-8.onnx of run 81' } },
    { seed: 9, file: { bytes: new TextEncoder().encode('weights of 9'), source: 'seed-9.onnx of run 81' } },
  ]);
  expect(trained.predictions).toMatchObject({ rows: 2, values: [0.25, 0.75] });
  expect(Buffer.from(trained.candidate.bytes).equals(MODEL)).toBe(true);
});

it('leaves out the models of seeds that the policy of the base branch does not train', async () => {
  const evidence = {
    pullRequest: PULL_REQUEST,
    run: TRAINING_RUN,
    artifact: 'tidegate-run-churn',
    files: {
      'run-record.json': await makeRecord({
        seeds: [7, 8, 9],
        seedModels: [eight, nine],
        artifacts: [...artifacts, plain(eight), plain(nine)],
      }),
      'model.onnx': MODEL,
      'seed-8.onnx': 'weights of 8',
      'seed-9.onnx': 'weights of 9',
    },
  };
  const seedsBy = async (seeds: readonly number[] | undefined) => {
    const training = { ...model.training, seeds: seeds && [...seeds] };
    const asked = { ...request, model: { training } };
    return (await loadCandidate(await createEvidence(evidence), asked)).trained.candidate.seeds?.map(
      ({ seed }) => seed,
    );
  };
  expect([await seedsBy(undefined), await seedsBy([7, 9])]).toEqual([[], [9]]);
});

it('takes a record that is older than the seeds', async () => {
  const { seedModels: _, ...older } = await makeRecord();
  const { trained, record } = await load(
    {},
    { 'run-record.json': older, 'seed-8.onnx': '', 'seed-9.onnx': '', 'predictions.json': '' },
  );
  expect(record.seedModels).toEqual([]);
  expect(trained).toMatchObject({ candidate: { seeds: [] }, predictions: undefined });
});

describe('what does not fit together is refused', () => {
  const without = (name: string) => [...artifacts, plain(eight), plain(nine), predicted].filter((f) => f.path !== name);
  const cases: readonly (readonly [title: string, record: Partial<RunRecord>, files: Files, expected: RegExp])[] = [
    [
      'a seed file that the record does not list',
      {},
      { 'seed-10.onnx': 'more' },
      /lists, beside model.onnx, .*expected .*"seed-10.onnx"/,
    ],
    [
      'a seed file that is listed as an artifact and as no seed',
      { artifacts: [...artifacts, plain(eight), plain(nine), predicted, ten] },
      { 'seed-10.onnx': 'more' },
      /names, as models of seeds and predictions, .*expected .*"seed-10.onnx"/,
    ],
    ['a listed seed file that is missing', {}, { 'seed-9.onnx': '' }, /lists, beside model.onnx, .*"seed-9.onnx"/],
    [
      'a seed file that the artifacts do not list',
      { artifacts: without('seed-9.onnx') },
      {},
      /lists, beside model.onnx, "predictions.json", "seed-8.onnx", expected .*"seed-9.onnx"/,
    ],
    ['a digest that differs', {}, { 'seed-8.onnx': 'weights of X' }, /promises a seed-8.onnx of digest sha256:/],
    ['a size that differs', {}, { 'seed-8.onnx': 'weights' }, /promises a seed-8.onnx of 12 bytes, expected 7 bytes/],
    [
      'a seed model of another digest than its artifact',
      { seedModels: [{ ...eight, digest: nine.digest }, nine] },
      {},
      /promises a seed-8.onnx of digest/,
    ],
    ['two seeds that are equal', { seeds: [7, 8, 8] }, {}, /trains seeds 7, 8, 8, expected 7, 8/],
    ['the seed of the candidate twice', { seeds: [8, 8, 9] }, {}, /trains seeds 8, 8, 9, expected 8, 9/],
    [
      'two models of one seed',
      { seedModels: [eight, { ...nine, seed: 8 }] },
      {},
      /models of seeds 8, 8, expected 8, 9/,
    ],
    ['a seed that is left out', { seeds: [7, 8, 9, 10] }, {}, /brings models of seeds 8, 9, expected 8, 9, 10/],
    ['seeds without their models', { seedModels: [] }, {}, /brings models of seeds none, expected 8, 9/],
    [
      'the model of one seed under the name of another',
      {
        seedModels: [
          { ...nine, seed: 8 },
          { ...eight, seed: 9 },
        ],
      },
      {},
      /keeps seed 8 in seed-9.onnx, expected seed-8.onnx/,
    ],
    ['predictions that nobody lists', { artifacts: without('predictions.json') }, {}, /expected "predictions.json"/],
    ['predictions that are missing', {}, { 'predictions.json': '' }, /lists, beside model.onnx, "predictions.json"/],
    [
      'two names in one',
      { artifacts: [...artifacts, { ...predicted, path: 'predictions.json", "seed-8.onnx' }, plain(nine)] },
      {},
      /lists, beside model.onnx/,
    ],
    ['a file twice', { artifacts: [...artifacts, plain(eight), plain(eight), plain(nine), predicted] }, {}, /lists/],
    ['a path out of the artifact', { seedModels: [{ ...eight, path: '../x' }, nine] }, {}, /names, as models/],
    ['a seed that is none', { seedModels: [{ ...eight, seed: 8.5 }, nine] }, {}, /seedModels.0.seed/],
    ['a field too many', { seedModels: [{ ...eight, ...{ admin: true } }, nine] }, {}, /admin/],
  ];
  it.each(cases)('%s', async (_, record, files, expected) => {
    await expect(load(record, files)).rejects.toThrow(expected);
    await expect(load(record, files)).rejects.toMatchObject({ name: 'OperatorError' });
  });

  it('predictions that are no document, whatever the record says of them', async () => {
    const hostile = '{"kind":"tidegate.predictions","version":1,"rows":3,"values":[1,2]}';
    const listed = [...artifacts, plain(eight), plain(nine), await fileRecord('predictions.json', hostile)];
    await expect(load({ artifacts: listed }, { 'predictions.json': hostile })).rejects.toMatchObject({
      code: 'document-invalid',
      message: expect.stringContaining('predictions.json of run 81'),
    });
  });
});
