import { expect, it } from 'vitest';
import { listTrainedFiles, refuseTooLarge } from '../../../core/run/trained-files.ts';

const zeros = (megabytes: number) => new Uint8Array(megabytes * 1024 ** 2);
const trained = (megabytes: number, seeds: readonly number[], predictions?: Uint8Array) => ({
  onnx: zeros(megabytes),
  seedModels: seeds.map((seed) => ({ seed, bytes: zeros(megabytes) })),
  predictions,
});

it('names the candidate first, then the other seeds, then the predictions', () => {
  expect(Object.keys(listTrainedFiles(trained(0, [10, 8], zeros(0))))).toEqual([
    'model.onnx',
    'seed-10.onnx',
    'seed-8.onnx',
    'predictions.json',
  ]);
  expect(Object.keys(listTrainedFiles(trained(0, [])))).toEqual(['model.onnx']);
});

it('takes the largest model with the most predictions, and refuses seeds that do not fit into one artifact', () => {
  expect(() => refuseTooLarge(trained(512, [], zeros(64)), 1)).not.toThrow();
  expect(() => refuseTooLarge(trained(250, [8]), 4)).not.toThrow();
  expect(() => refuseTooLarge(trained(250, [8, 9]), 4)).toThrow(
    'The files of 3 of 4 seeds have 794820608 bytes with the run record; at most 620756992 are uploaded.',
  );
});
