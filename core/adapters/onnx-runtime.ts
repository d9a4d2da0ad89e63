import { availableMemory } from 'node:process';
import * as ort from 'onnxruntime-node';
import type { Signature, TensorSpec } from '../data/signature.ts';
import type { LoadedModel, LoadOptions, ModelRuntime } from '../ports/model-runtime.ts';
import { type OnnxHeader, readOnnxHeader } from './onnx-header.ts';
import { toOutput, toTensor } from './onnx-tensors.ts';
import { refuseModel } from './refuse-model.ts';

// What goes wrong is in the errors that it throws; its own log would stand beside them on the terminal.
ort.env.logLevel = 'fatal';

type Provider = NonNullable<LoadOptions['providers']>[number];

/**
 * ONNX Runtime with one thread: the same file gives the same numbers wherever the gate runs.
 * `freeBytes` says how much memory a model may take; by default what the machine, or the container, has left.
 */
export function createOnnxRuntime(machine: { readonly freeBytes?: () => number } = {}): ModelRuntime {
  const freeBytes = machine.freeBytes ?? availableMemory;
  return { load: (bytes, source, options = {}) => load(bytes, source, options, freeBytes()) };
}

async function load(bytes: Uint8Array, source: string, options: LoadOptions, freeBytes: number): Promise<LoadedModel> {
  const header = readOnnxHeader(bytes, source, options.externalData);
  refuseTooLarge(header, bytes.length, freeBytes, source);
  const { session, provider } = await createSession(bytes, source, options);
  const signature = await readSignature(session, source);
  return {
    signature,
    opset: header.opset,
    provider,
    async run(columns, rows, firstRow = 0) {
      const place = { source, firstRow };
      const feeds = Object.fromEntries(
        signature.inputs.map((input) => [input.name, toTensor(input, columns, rows, place)]),
      );
      const results = await session.run(feeds).catch((cause: unknown) => {
        throw refuseModel(source, `it fails on these rows: ${firstLine(cause)}`, { cause });
      });
      return Object.fromEntries(
        Object.entries(results).map(([name, tensor]) => [name, toOutput(name, tensor, rows, place)]),
      );
    },
    release: () => session.release(),
  };
}

/** The weights and the file that they are read from are in memory at once; a kernel short of memory ends the whole job instead. */
function refuseTooLarge({ weightBytes }: OnnxHeader, fileBytes: number, freeBytes: number, source: string): void {
  const needed = weightBytes + fileBytes;
  if (needed <= freeBytes) return;
  const inMegabytes = (size: number) => `${Math.round(size / 1e6).toLocaleString('en')} MB`;
  throw refuseModel(source, `it needs ${inMegabytes(needed)} of memory, ${inMegabytes(freeBytes)} are free`, {
    hint: 'Quantise the model or make it smaller, or run the gate on a machine with more memory.',
  });
}

/** A session on the first provider that this machine has. What only the model is to blame for is told as such. */
async function createSession(
  bytes: Uint8Array,
  source: string,
  { providers = ['cpu'], externalData }: LoadOptions,
): Promise<{ readonly session: ort.InferenceSession; readonly provider: Provider }> {
  const files = [...(externalData ?? [])].map(([path, data]) => ({ path, data }));
  let failure: unknown;
  for (const provider of providers) {
    try {
      const session = await ort.InferenceSession.create(bytes, {
        executionProviders: [provider],
        intraOpNumThreads: 1,
        interOpNumThreads: 1,
        logSeverityLevel: 4,
        ...(files.length > 0 && { externalData: files }),
      });
      return { session, provider };
    } catch (cause) {
      failure = cause;
    }
  }
  if (providers.includes('cpu'))
    throw refuseModel(source, `ONNX Runtime does not load it: ${firstLine(failure)}`, { cause: failure });
  throw refuseModel(source, `onnx.providers asks for ${providers.join(', ')}: ${firstLine(failure)}`, {
    hint: 'Run on a machine with CUDA 12 and its ONNX Runtime libraries (docs of onnxruntime-node), or add cpu to onnx.providers.',
    cause: failure,
  });
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
  if (!value.isTensor) throw refuseModel(source, `${JSON.stringify(value.name)} is not a tensor`);
  const types = ['float32', 'float64', 'int64', 'int32', 'string', 'bool'] as const;
  const type = types.find((known) => known === value.type);
  if (!type)
    throw refuseModel(source, `${JSON.stringify(value.name)} has type ${value.type}; known are ${types.join(', ')}`);
  return {
    name: value.name,
    type,
    shape: value.shape.map((size) => (typeof size === 'number' && size >= 0 ? size : -1)),
  };
}

function firstLine(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  const asked = /requested buffer of size (\d+)/.exec(text)?.[1];
  if (asked !== undefined)
    return `a tensor of it needs ${Math.ceil(Number(asked) / 1e6)} MB of memory, which are not there`;
  if (/SafeIntOnOverflow|would require more than/.test(text))
    return 'a tensor of it needs more memory than any machine has';
  return (text.split('\n')[0] ?? '').slice(0, 300).replace(/\.$/, '');
}
