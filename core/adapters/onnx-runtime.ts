import * as ort from 'onnxruntime-node';
import type { Signature, TensorSpec } from '../data/signature.ts';
import { OperatorError } from '../errors.ts';
import type { Column, Columns, LoadedModel, ModelRuntime } from '../ports/model-runtime.ts';
import { readOnnxHeader } from './onnx-header.ts';

/** ONNX Runtime on the CPU, one thread: the same file gives the same numbers wherever the gate runs. */
export function createOnnxRuntime(): ModelRuntime {
  return { load };
}

async function load(bytes: Uint8Array, source: string): Promise<LoadedModel> {
  const { opset } = readOnnxHeader(bytes, source);
  const session = await ort.InferenceSession.create(bytes, {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
  }).catch((cause: unknown) => {
    throw invalid(source, `ONNX Runtime does not load it: ${firstLine(cause)}`, cause);
  });
  const signature = await readSignature(session, source);
  return {
    signature,
    opset,
    async run(columns, rows) {
      const feeds = Object.fromEntries(
        signature.inputs.map((input) => [input.name, toTensor(input, columns, rows, source)]),
      );
      const results = await session.run(feeds).catch((cause: unknown) => {
        throw invalid(source, `it fails on these rows: ${firstLine(cause)}`, cause);
      });
      return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, toOutput(tensor, rows)]));
    },
    release: () => session.release(),
  };
}

async function readSignature(session: ort.InferenceSession, source: string): Promise<Signature> {
  try {
    return {
      inputs: session.inputMetadata.map((value) => toSpec(value, source)),
      outputs: session.outputMetadata.map((value) => toSpec(value, source)),
    };
  } catch (error) {
    await session.release();
    throw error;
  }
}

function toSpec(value: ort.InferenceSession.ValueMetadata, source: string): TensorSpec {
  if (!value.isTensor) throw invalid(source, `${JSON.stringify(value.name)} is not a tensor`);
  const types = ['float32', 'float64', 'int64', 'int32', 'string', 'bool'] as const;
  const type = types.find((known) => known === value.type);
  if (!type)
    throw invalid(source, `${JSON.stringify(value.name)} has type ${value.type}; known are ${types.join(', ')}`);
  return {
    name: value.name,
    type,
    shape: value.shape.map((size) => (typeof size === 'number' && size >= 0 ? size : -1)),
  };
}

function toTensor(input: TensorSpec, columns: Columns, rows: number, source: string): ort.Tensor {
  const column = Object.hasOwn(columns, input.name) ? columns[input.name] : undefined;
  if (!column) throw invalid(source, `it reads column ${JSON.stringify(input.name)}, which is not there`);
  if (column.length !== rows)
    throw invalid(source, `column ${JSON.stringify(input.name)} has ${column.length} values for ${rows} rows`);
  const shape = [rows, 1];
  if (input.type === 'string') {
    if (column instanceof Float64Array)
      throw invalid(source, `it reads ${JSON.stringify(input.name)} as text, the data has numbers`);
    return new ort.Tensor('string', [...column], shape);
  }
  return toNumericTensor(input, column, shape, source);
}

function toNumericTensor(input: TensorSpec, column: Column, shape: number[], source: string): ort.Tensor {
  if (!(column instanceof Float64Array))
    throw invalid(source, `it reads ${JSON.stringify(input.name)} as numbers, the data has text`);
  switch (input.type) {
    case 'float32':
      return new ort.Tensor('float32', Float32Array.from(column), shape);
    case 'float64':
      return new ort.Tensor('float64', column, shape);
    case 'int64':
      return new ort.Tensor(
        'int64',
        BigInt64Array.from(column, (value, row) => BigInt(wholeNumber(value, row, input, source))),
        shape,
      );
    case 'int32':
      return new ort.Tensor(
        'int32',
        Int32Array.from(column, (value, row) => wholeNumber(value, row, input, source)),
        shape,
      );
    default:
      throw invalid(source, `input ${JSON.stringify(input.name)} has type ${input.type}, which no column can feed`);
  }
}

/** Rounding, or 0 for a missing value, would score another row than the one that was given. */
function wholeNumber(value: number, row: number, { name, type }: TensorSpec, source: string): number {
  const largest = type === 'int32' ? 2 ** 31 - 1 : Number.MAX_SAFE_INTEGER;
  if (Number.isInteger(value) && Math.abs(value) <= largest) return value;
  const actual = Number.isNaN(value) ? 'no value' : String(value);
  throw invalid(
    source,
    `it reads ${JSON.stringify(name)} as ${type}, row ${row + 1} has ${actual}; take float32 for what may be missing`,
  );
}

function toOutput(tensor: ort.Tensor, rows: number): { readonly data: Float64Array; readonly width: number } {
  const values: Iterable<unknown> = tensor.type === 'string' ? [] : tensor.data;
  const data = Float64Array.from(values, Number);
  return { data, width: rows === 0 ? 0 : data.length / rows };
}

function invalid(source: string, problem: string, cause?: unknown): OperatorError {
  return new OperatorError(
    'model-invalid',
    `${source} is not a usable model: ${problem}.`,
    'Export the model to ONNX again and check it with ONNX Runtime.',
    cause,
  );
}

function firstLine(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return (text.split('\n')[0] ?? '').slice(0, 300).replace(/\.$/, '');
}
