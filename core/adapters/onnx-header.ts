import { OperatorError } from '../errors.ts';
import { ModelProto } from '../export/onnx-proto.ts';

const OFFICIAL_DOMAINS = ['', 'ai.onnx', 'ai.onnx.ml'];

/**
 * Reads an ONNX file as data before any engine sees it.
 * @throws OperatorError `model-invalid` for what is not ONNX, is cut, uses operators outside ONNX' own domains, or keeps
 * weights outside the file: a path in it would be read from our disk.
 */
export function readOnnxHeader(bytes: Uint8Array, source: string): { readonly opset: number } {
  const refuse = (problem: string, cause?: unknown) =>
    new OperatorError(
      'model-invalid',
      `${source} is not a usable model: ${problem}.`,
      'Export the model to one self-contained ONNX file.',
      cause,
    );
  let model: ReturnType<typeof ModelProto.toObject>;
  try {
    model = ModelProto.toObject(ModelProto.decode(bytes), { longs: Number, defaults: true, arrays: true });
  } catch (cause) {
    throw refuse('it is truncated or not ONNX', cause);
  }
  const opsets: { domain?: string; version?: number }[] = model['opsetImport'] ?? [];
  const nodes: { opType?: string; domain?: string }[] = model['graph']?.node ?? [];
  if (!model['irVersion'] || opsets.length === 0 || nodes.length === 0) throw refuse('it is truncated or not ONNX');
  const foreign = nodes.find((node) => !OFFICIAL_DOMAINS.includes(node.domain ?? ''));
  if (foreign) throw refuse(`operator ${foreign.domain}.${foreign.opType} is not one of ONNX' own`);
  const initializers: { name?: string; externalData?: unknown[]; dataLocation?: number | string }[] =
    model['graph']?.initializer ?? [];
  const external = initializers.find(
    (tensor) =>
      (tensor.externalData?.length ?? 0) > 0 || tensor.dataLocation === 1 || tensor.dataLocation === 'EXTERNAL',
  );
  if (external) throw refuse(`weights ${JSON.stringify(external.name)} are outside the file`);
  const opset = opsets.find(({ domain }) => (domain ?? '') === '' || domain === 'ai.onnx')?.version ?? 0;
  return { opset };
}
