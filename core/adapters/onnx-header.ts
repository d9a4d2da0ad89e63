import { OperatorError } from '../errors.ts';
import { ModelProto } from '../export/onnx-proto.ts';
import { countMessages } from './count-messages.ts';

const OFFICIAL_DOMAINS = ['', 'ai.onnx', 'ai.onnx.ml'];
const EXTERNAL = 1; // TensorProto.DataLocation
const MOST_MESSAGES = 1_000_000; // two bytes of the file can be one, and cost hundreds in memory

/**
 * Reads an ONNX file as data before any engine sees it.
 * @throws OperatorError `model-invalid` for what is not ONNX, is cut, uses operators outside ONNX' own domains, or keeps
 * weights outside the file (a path in it would be read from our disk), or loops (one without end would hold its process for ever).
 */
export function readOnnxHeader(bytes: Uint8Array, source: string): { readonly opset: number } {
  const refuse = (problem: string, cause?: unknown) =>
    new OperatorError(
      'model-invalid',
      `${source} is not a usable model: ${problem}.`,
      'Export the model to one self-contained ONNX file.',
      cause,
    );
  // ONNX Runtime takes such bytes for its own format, whatever else they are: what it loads would not be what was read here.
  if (new TextDecoder('latin1').decode(bytes.subarray(4, 8)) === 'ORTM') throw refuse('it is in the ORT format');
  let model: ReturnType<typeof ModelProto.toObject>;
  try {
    if (countMessages(ModelProto, bytes, MOST_MESSAGES) > MOST_MESSAGES)
      throw refuse(`it has more than ${MOST_MESSAGES} parts`);
    model = ModelProto.toObject(ModelProto.decode(bytes), { longs: Number });
  } catch (cause) {
    throw cause instanceof OperatorError ? cause : refuse('it is truncated or not ONNX', cause);
  }
  const opsets: { domain?: string; version?: number }[] = model['opsetImport'] ?? [];
  const nodes: unknown[] = model['graph']?.node ?? [];
  if (!model['irVersion'] || opsets.length === 0 || nodes.length === 0) throw refuse('it is truncated or not ONNX');
  for (const message of messagesOf(model)) {
    if (isExternal(message)) throw refuse(`weights ${JSON.stringify(message['name'] ?? '')} are outside the file`);
    if (message['opType'] === 'Loop') throw refuse('it has a Loop, whose end may depend on what it is asked');
    if (typeof message['opType'] !== 'string' || OFFICIAL_DOMAINS.includes(String(message['domain'] ?? ''))) continue;
    throw refuse(`operator ${String(message['domain'])}.${message['opType']} is not one of ONNX' own`);
  }
  const opset = opsets.find(({ domain }) => (domain ?? '') === '' || domain === 'ai.onnx')?.version ?? 0;
  return { opset };
}

/** Every message of the file: weights and nodes sit in branches of If and Loop, in attributes and in functions too. */
function* messagesOf(root: object): Generator<Readonly<Record<string, unknown>>> {
  const open: object[] = [root];
  for (let value = open.pop(); value; value = open.pop()) {
    if (value instanceof Uint8Array) continue;
    if (!Array.isArray(value)) yield { ...value };
    for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) open.push(inner);
  }
}

function isExternal(message: Readonly<Record<string, unknown>>): boolean {
  const files = message['externalData'];
  return (Array.isArray(files) && files.length > 0) || message['dataLocation'] === EXTERNAL;
}
