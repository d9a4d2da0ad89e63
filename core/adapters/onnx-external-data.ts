import { refuseModel } from './refuse-model.ts';
import { weightBytes } from './weight-bytes.ts';

/** Where weights lie in a file beside the model. */
export interface WeightPlace {
  readonly location: string;
  readonly offset: number;
  readonly length: number;
}

type Tensor = Readonly<Record<string, unknown>>;

const EXTERNAL = 1; // TensorProto.DataLocation
const SEGMENT = /^[\w][\w.@+ -]{0,199}$/;

/** Does a tensor say that its values are in another file? */
export function isElsewhere(tensor: Tensor): boolean {
  return tensor['dataLocation'] === EXTERNAL;
}

/** Does a message of the file keep its values elsewhere, or name a place where they might be? */
export function isExternal(message: Tensor): boolean {
  const files = message['externalData'];
  return (Array.isArray(files) && files.length > 0) || isElsewhere(message);
}

/**
 * Weights outside the model must lie in a file that was given, by exactly the name of it: ONNX Runtime would look for any other
 * on our disk.
 * @throws OperatorError `model-invalid`
 */
export function checkExternalData(
  tensor: Tensor,
  given: ReadonlyMap<string, Uint8Array> | undefined,
  source: string,
): void {
  if (!given) throw refuseWeights(source, `weights ${nameOf(tensor)} are outside the file`);
  locateWeights(tensor, (location) => given.get(location)?.length, source);
}

/**
 * The place that a tensor names, inside a file of which `sizeOf` knows the size. Its name is a plain file name or a path below the
 * model, as onnx/docs/ExternalData.md asks for.
 * @throws OperatorError `model-invalid`
 */
export function locateWeights(
  tensor: Tensor,
  sizeOf: (location: string) => number | undefined,
  source: string,
): WeightPlace {
  const refuse = (problem: string) => refuseWeights(source, `weights ${nameOf(tensor)} ${problem}`);
  const entries = new Map<string, string>();
  for (const { key, value } of toEntries(tensor['externalData'])) {
    // The runtime might read the other one of two.
    if (entries.has(key)) throw refuse(`name their ${key} twice`);
    entries.set(key, value);
  }
  const location = entries.get('location') ?? '';
  if (!isInside(location))
    throw refuse(`are in ${JSON.stringify(location.slice(0, 80))}, which is not beside the model`);
  const size = sizeOf(location);
  if (size === undefined) throw refuse(`are in ${JSON.stringify(location)}, which was not given`);
  const offset = toSize(entries.get('offset'));
  // As ONNX Runtime: a length that is missing is that of the shape, wherever the file ends.
  const named = toSize(entries.get('length'));
  const length = named === 0 ? Math.ceil(weightBytes(tensor)) : named;
  // Written so that NaN, a size that is no number, is refused too.
  if (!(offset + length <= size)) throw refuse(`reach beyond the ${size} bytes of ${JSON.stringify(location)}`);
  return { location, offset, length };
}

/** A plain file name, or a path below the model: never absolute, never upwards. */
function isInside(location: string): boolean {
  return location.split('/').every((segment) => SEGMENT.test(segment));
}

function refuseWeights(source: string, problem: string): Error {
  return refuseModel(source, problem, {
    hint: 'Export the model to one self-contained ONNX file, or give its data files beside it.',
  });
}

function nameOf({ name }: Tensor): string {
  return JSON.stringify(String(name ?? '').slice(0, 200));
}

function toEntries(value: unknown): readonly { readonly key: string; readonly value: string }[] {
  return (Array.isArray(value) ? value : []).map((entry) => ({
    key: String(entry.key ?? ''),
    value: String(entry.value ?? ''),
  }));
}

function toSize(text: string | undefined): number {
  if (text === undefined) return 0;
  return /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
}
