/** Plain objects in the shape of ONNX' protobuf messages; the encoder turns them into bytes. */
export interface OnnxNode {
  readonly opType: string;
  readonly domain?: string;
  readonly name: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute?: readonly OnnxAttribute[];
}
export type OnnxAttribute = Readonly<Record<string, unknown>> & { readonly name: string; readonly type: number };
export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly dataType: number;
  readonly rawData: Uint8Array;
}

const utf8 = new TextEncoder();
const FLOAT = 1;
const STRING = 8;

/** Attribute types and element types carry ONNX' own numbers (AttributeProto.AttributeType, TensorProto.DataType). */
export const attribute = {
  int: (name: string, i: number): OnnxAttribute => ({ name, type: 2, i }),
  ints: (name: string, ints: readonly number[]): OnnxAttribute => ({ name, type: 7, ints }),
  strings: (name: string, values: readonly string[]): OnnxAttribute => ({
    name,
    type: 8,
    strings: values.map((value) => utf8.encode(value)),
  }),
};

/** float32 tensor, little-endian raw bytes, row-major. */
export function floatTensor(name: string, dims: readonly number[], values: ArrayLike<number>): OnnxTensor {
  const rawData = new Uint8Array(values.length * 4);
  const view = new DataView(rawData.buffer);
  for (let index = 0; index < values.length; index += 1) view.setFloat32(index * 4, values[index] ?? 0, true);
  return { name, dims, dataType: FLOAT, rawData };
}

/** Named tensor with a free number of rows. */
export function columnInfo(name: string, type: 'float32' | 'string', width: number): object {
  const dim = [{ dimParam: 'rows' }, { dimValue: width }];
  return { name, type: { tensorType: { elemType: type === 'float32' ? FLOAT : STRING, shape: { dim } } } };
}
