import * as ort from 'onnxruntime-node';
import type { TensorSpec } from '../data/signature.ts';
import type { Column, Columns, Output } from '../ports/model-runtime.ts';
import { refuseModel } from './refuse-model.ts';

/** Which model and which rows an error is about. */
export interface Place {
  readonly source: string;
  /** Number of the first row of this run among all. */
  readonly firstRow: number;
}

/** The tensor of an input. @throws OperatorError `model-invalid` for a column that is missing or does not fit */
export function toTensor(input: TensorSpec, columns: Columns, rows: number, place: Place): ort.Tensor {
  const { source } = place;
  const name = JSON.stringify(input.name);
  const column = Object.hasOwn(columns, input.name) ? columns[input.name] : undefined;
  if (!column) throw refuseModel(source, `it reads column ${name}, which is not there`);
  const shape = shapeOf(input, column.length, rows, source);
  if (input.type === 'string') {
    if (column instanceof Float64Array) throw refuseModel(source, `it reads ${name} as text, the data has numbers`);
    return new ort.Tensor('string', [...column], shape);
  }
  return toNumericTensor(input, column, shape, place);
}

/** The values of an output. @throws OperatorError `model-invalid` for an int64 that a float64 cannot hold */
export function toOutput(name: string, tensor: ort.Tensor, rows: number, { source, firstRow }: Place): Output {
  const width = (length: number) => (rows === 0 ? 0 : length / rows);
  if (tensor.type === 'string') {
    const texts = Array.from(tensor.data, String);
    return { data: new Float64Array(), width: width(texts.length), texts };
  }
  const values: ArrayLike<unknown> = tensor.data;
  const data = Float64Array.from(values, Number);
  const lost = tensor.type === 'int64' ? data.findIndex((value) => Math.abs(value) > Number.MAX_SAFE_INTEGER) : -1;
  if (lost < 0) return { data, width: width(data.length) };
  const row = firstRow + Math.floor(lost / width(data.length)) + 1;
  throw refuseModel(
    source,
    `output ${JSON.stringify(name)} gives ${String(values[lost])} in row ${row}, beyond ±${Number.MAX_SAFE_INTEGER}`,
    { hint: 'Give smaller int64 labels, or labels as text.' },
  );
}

function shapeOf({ name, shape }: TensorSpec, length: number, rows: number, source: string): number[] {
  const quoted = JSON.stringify(name);
  const [batch = -1, size = -1] = shape;
  if (shape.length > 2)
    throw refuseModel(source, `input ${quoted} has ${shape.length} dimensions; rows of features have [rows, features]`);
  if (batch >= 0 && batch !== rows)
    throw refuseModel(source, `input ${quoted} takes exactly ${batch} rows a call, given are ${rows}`, {
      hint: "Export it with a free number of rows: dynamic_axes={'input': {0: 'rows'}} of torch.onnx.export.",
    });
  const width = shape.length === 1 ? 1 : size >= 0 ? size : Math.max(1, Math.floor(length / Math.max(1, rows)));
  if (length !== rows * width) {
    const each = width === 1 ? '' : ` of ${width} values`;
    throw refuseModel(source, `column ${quoted} has ${length} values for ${rows} rows${each}`);
  }
  return shape.length === 1 ? [rows] : [rows, width];
}

function toNumericTensor(input: TensorSpec, column: Column, shape: number[], place: Place): ort.Tensor {
  if (!(column instanceof Float64Array))
    throw refuseModel(place.source, `it reads ${JSON.stringify(input.name)} as numbers, the data has text`);
  const width = shape[1] ?? 1;
  const whole = (value: number, index: number) => wholeNumber(value, Math.floor(index / width), input, place);
  switch (input.type) {
    case 'float32':
      return new ort.Tensor('float32', Float32Array.from(column), shape);
    case 'float64':
      return new ort.Tensor('float64', column, shape);
    case 'int64':
      return new ort.Tensor(
        'int64',
        BigInt64Array.from(column, (value, index) => BigInt(whole(value, index))),
        shape,
      );
    case 'int32':
      return new ort.Tensor('int32', Int32Array.from(column, whole), shape);
    default:
      throw refuseModel(
        place.source,
        `input ${JSON.stringify(input.name)} has type ${input.type}, which no column can feed`,
      );
  }
}

/** Rounding, or 0 for a missing value, would score another row than the one that was given. */
function wholeNumber(value: number, row: number, { name, type }: TensorSpec, { source, firstRow }: Place): number {
  const largest = type === 'int32' ? 2 ** 31 - 1 : Number.MAX_SAFE_INTEGER;
  if (Number.isInteger(value) && Math.abs(value) <= largest) return value;
  const actual = Number.isNaN(value) ? 'no value' : String(value);
  throw refuseModel(
    source,
    `it reads ${JSON.stringify(name)} as ${type}, row ${firstRow + row + 1} has ${actual}; take float32 for what may be missing`,
  );
}
