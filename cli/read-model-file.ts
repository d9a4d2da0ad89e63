import { basename, dirname, resolve } from 'node:path';
import { inlineWeights } from '@tidegate/core/adapters/inline-weights';
import { OperatorError } from '@tidegate/core/errors';
import type { Candidate } from '@tidegate/core/gate/decide';
import { readInput } from './read-file.ts';

/** An ONNX file that a person named, with the weights that lie beside it. @throws OperatorError `input-invalid`, `model-invalid` */
export function readModelFile(path: string, what: string): { readonly bytes: Uint8Array; readonly source: string } {
  return { bytes: inlineWeights(readInput(path, what), dirname(resolve(path)), path), source: path };
}

/** The candidate's configuration trained with other seeds: `seed-8.onnx` is of seed 8, as training names it; others are counted. */
export function readSeedModels(paths: readonly string[], candidate: string): NonNullable<Candidate['seeds']> {
  const files = [candidate, ...paths].map((path) => resolve(path));
  const twice = paths.find((path, index) => files.indexOf(resolve(path)) !== index + 1);
  if (twice !== undefined) {
    throw new OperatorError(
      'input-invalid',
      `--seed-model ${twice} is given twice, or is the candidate itself.`,
      'Give each model once: the same one again says nothing about the luck of a seed.',
    );
  }
  return paths.map((path, index) => {
    const named = /^seed-(\d{1,10})\.onnx$/.exec(basename(path))?.[1];
    return { seed: named === undefined ? index + 1 : Number(named), file: readModelFile(path, 'the model of a seed') };
  });
}
