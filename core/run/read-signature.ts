import type { Signature } from '../data/signature.ts';
import type { ModelRuntime } from '../ports/model-runtime.ts';

/** What an ONNX file says about itself: a fact, whatever the run record claims. @throws OperatorError `model-invalid` */
export async function readSignature(
  runtime: ModelRuntime,
  bytes: Uint8Array,
  source: string,
): Promise<{ readonly opset: number; readonly signature: Signature }> {
  const { opset, signature, release } = await runtime.load(bytes, source);
  await release();
  return { opset, signature };
}
