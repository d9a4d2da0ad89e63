import { inc, rcompare } from 'semver';
import type { Signature, TensorSpec } from '../data/signature.ts';

export interface ReleasedVersion {
  readonly version: string;
  readonly signature: Signature;
}

/** 1.0.0 for the first; a new minor version for callers who need change nothing; else a new major version. */
export function nextVersion(released: readonly ReleasedVersion[], signature: Signature): string {
  const [newest] = released.toSorted((left, right) => rcompare(left.version, right.version));
  if (!newest) return '1.0.0';
  const next = inc(newest.version, isCompatible(newest.signature, signature) ? 'minor' : 'major');
  if (next === null) throw new Error(`${newest.version} is not a semantic version.`);
  return next;
}

/** Whoever calls the old model can call the new one: it asks for no new input, and every output is still there. */
export function isCompatible(old: Signature, next: Signature): boolean {
  const has = (specs: readonly TensorSpec[], wanted: TensorSpec) =>
    specs.some(
      ({ name, type, shape }) => name === wanted.name && type === wanted.type && shape.join() === wanted.shape.join(),
    );
  return (
    next.inputs.every((input) => has(old.inputs, input)) && old.outputs.every((output) => has(next.outputs, output))
  );
}
