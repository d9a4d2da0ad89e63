/** Bytes of a value by TensorProto.DataType (onnx/onnx.proto3); text counts as a reference and a short string. */
const BYTES: Readonly<Record<number, number>> = {
  1: 4, // float
  2: 1, // uint8
  3: 1, // int8
  4: 2, // uint16
  5: 2, // int16
  6: 4, // int32
  7: 8, // int64
  8: 32, // string
  9: 1, // bool
  10: 2, // float16
  11: 8, // double
  12: 4, // uint32
  13: 8, // uint64
  14: 8, // complex64
  15: 16, // complex128
  16: 2, // bfloat16
  21: 0.5, // uint4
  22: 0.5, // int4
  23: 0.5, // float4
};

/** Memory that a tensor of the file takes, by its declared shape; 0 for a message that is none. */
export function weightBytes(message: Readonly<Record<string, unknown>>): number {
  const { dataType, dims } = message;
  if (typeof dataType !== 'number' || !Array.isArray(dims)) return 0;
  return dims.reduce((size: number, dim) => size * Math.max(0, Number(dim)), BYTES[dataType] ?? 1);
}
