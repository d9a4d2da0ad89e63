import { inc, rcompare } from 'semver';
import type { Signature, TensorSpec } from '../data/signature.ts';
import { type ServingHints, taskOf } from '../serving/serving-hints.ts';

/** What a caller knows of a version: the file's own inputs and outputs, and how the server answers. */
export interface Interface {
  readonly signature: Signature;
  readonly serving: ServingHints;
}

export interface ReleasedVersion extends Interface {
  readonly version: string;
}

/** 1.0.0 for the first; a new minor version for callers who need change nothing; else a new major version. */
export function nextVersion(released: readonly ReleasedVersion[], next: Interface): string {
  const [newest] = released.toSorted((left, right) => rcompare(left.version, right.version));
  if (!newest) return '1.0.0';
  const version = inc(newest.version, isCompatible(newest, next) ? 'minor' : 'major');
  if (version === null) throw new Error(`${newest.version} is not a semantic version.`);
  return version;
}

/** Whoever calls the old model can call the new one: it asks for no new input, every output is still there and means the same. */
export function isCompatible(old: Interface, next: Interface): boolean {
  const has = (specs: readonly TensorSpec[], wanted: TensorSpec) =>
    specs.some(
      ({ name, type, shape }) => name === wanted.name && type === wanted.type && shape.join() === wanted.shape.join(),
    );
  return (
    next.signature.inputs.every((input) => has(old.signature.inputs, input)) &&
    old.signature.outputs.every((output) => has(next.signature.outputs, output)) &&
    JSON.stringify(meaningOf(old.serving)) === JSON.stringify(meaningOf(next.serving))
  );
}

function meaningOf(hints: ServingHints): readonly unknown[] {
  const classes = 'positive' in hints ? [hints.negative, hints.positive] : 'classes' in hints ? hints.classes : [];
  return [taskOf(hints), hints.features ?? [], classes];
}
