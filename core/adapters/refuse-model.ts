import { OperatorError } from '../errors.ts';

/** An ONNX file that cannot be used, in the words that all of its checks share. */
export function refuseModel(
  source: string,
  problem: string,
  options: { readonly hint?: string; readonly cause?: unknown } = {},
): OperatorError {
  return new OperatorError(
    'model-invalid',
    `${source} is not a usable model: ${problem}.`,
    options.hint ?? 'Export the model to ONNX again and check it with ONNX Runtime.',
    options.cause,
  );
}
