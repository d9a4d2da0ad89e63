import { refuseModel } from './refuse-model.ts';

const EXTERNAL = 1; // TensorProto.DataLocation
const SEGMENT = /^[\w][\w.@+ -]{0,199}$/;

/** Does a message of the file keep its values elsewhere? */
export function isExternal(message: Readonly<Record<string, unknown>>): boolean {
  const files = message['externalData'];
  return (Array.isArray(files) && files.length > 0) || message['dataLocation'] === EXTERNAL;
}

/**
 * Weights outside the model must lie in a file that was given, by exactly the name of it: ONNX Runtime would look for any other
 * on our disk. A name is a plain file name or a path below the model, as onnx/docs/ExternalData.md asks for.
 * @throws OperatorError `model-invalid`
 */
export function checkExternalData(
  tensor: Readonly<Record<string, unknown>>,
  given: ReadonlyMap<string, Uint8Array> | undefined,
  source: string,
): void {
  const name = JSON.stringify(tensor['name'] ?? '');
  const refuse = (problem: string) =>
    refuseModel(source, problem, {
      hint: 'Export the model to one self-contained ONNX file, or give its data files beside it.',
    });
  if (!given) throw refuse(`weights ${name} are outside the file`);
  const entries = new Map<string, string>();
  for (const { key, value } of toEntries(tensor['externalData'])) {
    // The runtime might read the other one of two.
    if (entries.has(key)) throw refuse(`weights ${name} name their ${key} twice`);
    entries.set(key, value);
  }
  const location = entries.get('location') ?? '';
  if (!isInside(location))
    throw refuse(`weights ${name} are in ${JSON.stringify(location.slice(0, 80))}, which is not beside the model`);
  const file = given.get(location);
  if (!file) throw refuse(`weights ${name} are in ${JSON.stringify(location)}, which was not given`);
  const offset = toSize(entries.get('offset'), 0);
  const length = toSize(entries.get('length'), file.length - offset);
  if (Number.isNaN(offset) || Number.isNaN(length) || offset + length > file.length || length < 0)
    throw refuse(`weights ${name} reach beyond the ${file.length} bytes of ${JSON.stringify(location)}`);
}

/** A plain file name, or a path below the model: never absolute, never upwards. */
export function isInside(location: string): boolean {
  return location.split('/').every((segment) => SEGMENT.test(segment));
}

function toEntries(value: unknown): readonly { readonly key: string; readonly value: string }[] {
  return (Array.isArray(value) ? value : []).map((entry) => ({
    key: String(entry.key ?? ''),
    value: String(entry.value ?? ''),
  }));
}

function toSize(text: string | undefined, missing: number): number {
  if (text === undefined) return missing;
  return /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
}
