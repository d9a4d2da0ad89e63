import protobuf from 'protobufjs/light.js';
import { ModelProto, TensorProto } from '../export/onnx-proto.ts';
import { MODEL_MAX_BYTES } from '../limits.ts';
import { decodeOnnx, messagesOf } from './decode-onnx.ts';
import { isElsewhere, locateWeights } from './onnx-external-data.ts';
import { refuseModel } from './refuse-model.ts';
import { type WeightFiles, weightFilesIn } from './weight-files.ts';

/** Bytes that are written once their number is known: nothing is read from a file before the whole is known to be small enough. */
interface Piece {
  readonly length: number;
  write(target: Uint8Array): void;
}

const LENGTH_DELIMITED = 2;
const RAW_DATA = 9;
/** Fields of TensorProto that hold values or say where they are (onnx/onnx.proto3): raw_data takes the place of them all. */
const VALUE_FIELDS: readonly number[] = [4, 5, 6, 7, RAW_DATA, 10, 11, 13, 14];

/**
 * The model as one file: weights that lie in files of `folder` are put into it, wherever in the graph they are used. Everything else
 * stays byte for byte, what we do not know included; a model that is one file already is given back as it is.
 * @throws OperatorError `model-invalid` for what is no ONNX, names a file outside the folder, or is too large in all
 */
export function inlineWeights(bytes: Uint8Array, folder: string, source: string): Uint8Array {
  if (!isAnyElsewhere(bytes, source)) return bytes;
  const model = rewriteModel(bytes, weightFilesIn(folder, source), source);
  if (model.length > MODEL_MAX_BYTES) {
    const problem = `with its data files it has ${model.length} bytes; at most ${MODEL_MAX_BYTES} are taken`;
    throw refuseModel(source, problem, { hint: 'Make the model smaller or quantise it.' });
  }
  const whole = new Uint8Array(model.length);
  model.write(whole);
  return whole;
}

function isAnyElsewhere(bytes: Uint8Array, source: string): boolean {
  for (const message of messagesOf(decodeOnnx(bytes, source))) if (isElsewhere(message)) return true;
  return false;
}

function rewriteModel(bytes: Uint8Array, files: WeightFiles, source: string): Piece {
  try {
    return rewrite(ModelProto, bytes, (tensor) => inlineTensor(tensor, files, source)) ?? copyOf(bytes);
  } catch (cause) {
    // A part that reaches beyond the one around it: decoders differ in what they make of it.
    if (cause instanceof RangeError) throw refuseModel(source, 'it is truncated or not ONNX', { cause });
    throw cause;
  }
}

/** The message with its tensors changed, at any depth; undefined where none is. Nesting was limited when it was decoded. */
function rewrite(
  type: protobuf.Type,
  bytes: Uint8Array,
  change: (tensor: Uint8Array) => Piece | undefined,
): Piece | undefined {
  const reader = protobuf.Reader.create(bytes);
  const pieces: Piece[] = [];
  let kept = 0;
  while (reader.pos < bytes.length) {
    const start = reader.pos;
    const tag = reader.uint32();
    const inner = type.fieldsById[tag >>> 3]?.resolve().resolvedType;
    if ((tag & 7) !== LENGTH_DELIMITED || !(inner instanceof protobuf.Type)) {
      reader.skipType(tag & 7);
      continue;
    }
    const length = reader.uint32();
    const part = bytes.subarray(reader.pos, reader.pos + length);
    reader.skip(length);
    const changed = inner === TensorProto ? change(part) : rewrite(inner, part, change);
    if (!changed) continue;
    pieces.push(copyOf(bytes.subarray(kept, start)), fieldOf(tag, changed));
    kept = reader.pos;
  }
  return pieces.length === 0 ? undefined : joinOf([...pieces, copyOf(bytes.subarray(kept))]);
}

/** The tensor with its values in it; undefined where they are there already. */
function inlineTensor(bytes: Uint8Array, files: WeightFiles, source: string): Piece | undefined {
  const tensor = TensorProto.toObject(TensorProto.decode(bytes), { longs: Number });
  if (!isElsewhere(tensor)) return undefined;
  const place = locateWeights(tensor, (location) => files.sizeOf(location), source);
  const values: Piece = { length: place.length, write: (target) => files.read(place, target) };
  return joinOf([...fieldsBeside(bytes), fieldOf((RAW_DATA << 3) | LENGTH_DELIMITED, values)]);
}

/** What a tensor says beside its values: shape, type, name and what we do not know. */
function* fieldsBeside(bytes: Uint8Array): Generator<Piece> {
  const reader = protobuf.Reader.create(bytes);
  while (reader.pos < bytes.length) {
    const start = reader.pos;
    const tag = reader.uint32();
    reader.skipType(tag & 7);
    if (!VALUE_FIELDS.includes(tag >>> 3)) yield copyOf(bytes.subarray(start, reader.pos));
  }
}

function fieldOf(tag: number, content: Piece): Piece {
  return joinOf([copyOf(protobuf.Writer.create().uint32(tag).uint32(content.length).finish()), content]);
}

function copyOf(bytes: Uint8Array): Piece {
  return { length: bytes.length, write: (target) => target.set(bytes) };
}

function joinOf(pieces: readonly Piece[]): Piece {
  return {
    length: pieces.reduce((sum, { length }) => sum + length, 0),
    write(target) {
      let offset = 0;
      for (const piece of pieces) {
        piece.write(target.subarray(offset, offset + piece.length));
        offset += piece.length;
      }
    },
  };
}
