import type { Signature, TensorSpec } from '../data/signature.ts';

export interface SignatureBreak {
  readonly reason: 'input-added' | 'input-removed' | 'input-changed' | 'output-removed' | 'output-changed';
  readonly text: string;
}

/**
 * What of the served signature the candidate breaks. A request names every input and no other, so the names must be the same;
 * types may widen, because values travel as JSON numbers and text. Further outputs harm nobody.
 */
export function compareSignatures(served: Signature, candidate: Signature): SignatureBreak[] {
  const name = (spec: TensorSpec) => JSON.stringify(spec.name.slice(0, 40));
  const find = (specs: readonly TensorSpec[], { name }: TensorSpec) => specs.find((spec) => spec.name === name);
  const added = candidate.inputs
    .filter((input) => !find(served.inputs, input))
    .map((input): SignatureBreak => ({ reason: 'input-added', text: `input ${name(input)} is new` }));
  const inputs = served.inputs.flatMap((input): SignatureBreak[] => {
    const now = find(candidate.inputs, input);
    if (!now) return [{ reason: 'input-removed', text: `input ${name(input)} is gone` }];
    if (accepts(now, input)) return [];
    return [{ reason: 'input-changed', text: `input ${name(input)} was ${render(input)} and is ${render(now)}` }];
  });
  const outputs = served.outputs.flatMap((output): SignatureBreak[] => {
    const now = find(candidate.outputs, output);
    if (!now) return [{ reason: 'output-removed', text: `output ${name(output)} is gone` }];
    if (family(now) === family(output) && hasShape(now.shape, output.shape)) return [];
    return [{ reason: 'output-changed', text: `output ${name(output)} was ${render(output)} and is ${render(now)}` }];
  });
  return [...added, ...inputs, ...outputs];
}

/** Narrowest first: each takes what those before it take. A float may be sent to a double and back, JSON knows one number. */
const WIDTH = { bool: 0, int32: 1, int64: 2, float32: 3, float64: 3, string: 4 } as const;

function accepts(now: TensorSpec, sent: TensorSpec): boolean {
  return family(now) === family(sent) && WIDTH[now.type] >= WIDTH[sent.type] && hasShape(sent.shape, now.shape);
}

function family({ type }: TensorSpec): 'text' | 'truth' | 'number' {
  if (type === 'string') return 'text';
  return type === 'bool' ? 'truth' : 'number';
}

/** Every tensor of `shape` fits into `room`, where -1 takes any size. */
function hasShape(shape: readonly number[], room: readonly number[]): boolean {
  return shape.length === room.length && room.every((size, axis) => size === -1 || size === shape[axis]);
}

function render({ type, shape }: TensorSpec): string {
  return `${type}[${shape.map((size) => (size === -1 ? 'rows' : size)).join(', ')}]`;
}
