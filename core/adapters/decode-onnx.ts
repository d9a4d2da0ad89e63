import { OperatorError } from '../errors.ts';
import { ModelProto } from '../export/onnx-proto.ts';
import { countMessages } from './count-messages.ts';
import { refuseModel } from './refuse-model.ts';

export type Message = Readonly<Record<string, unknown>>;

const MOST_MESSAGES = 1_000_000; // two bytes of the file can be one, and cost hundreds in memory

/**
 * The parts of an ONNX file that `onnx-proto.ts` names, as plain data.
 * @throws OperatorError `model-invalid` for bytes that are not ONNX, are cut, or have too many parts
 */
export function decodeOnnx(bytes: Uint8Array, source: string): ReturnType<typeof ModelProto.toObject> {
  const refuse = (problem: string, cause?: unknown) =>
    refuseModel(source, problem, { hint: 'Export the model to one self-contained ONNX file.', cause });
  // ONNX Runtime takes such bytes for its own format, whatever else they are: what it loads would not be what was read here.
  if (new TextDecoder('latin1').decode(bytes.subarray(4, 8)) === 'ORTM') throw refuse('it is in the ORT format');
  try {
    if (countMessages(ModelProto, bytes, MOST_MESSAGES) > MOST_MESSAGES)
      throw refuse(`it has more than ${MOST_MESSAGES} parts`);
    return ModelProto.toObject(ModelProto.decode(bytes), { longs: Number });
  } catch (cause) {
    throw cause instanceof OperatorError ? cause : refuse('it is truncated or not ONNX', cause);
  }
}

/** Every message of the file: weights and nodes sit in branches of If and Loop, in attributes and in functions too. */
export function* messagesOf(root: Message): Generator<Message> {
  const open: unknown[] = [root];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) continue;
    if (!Array.isArray(value)) yield value as Message;
    for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) open.push(inner);
  }
}
