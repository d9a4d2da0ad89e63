import * as z from 'zod';

/** A named tensor of the ONNX graph. -1 in `shape` is a free dimension (rows). Types are ONNX' own names. */
export const TensorSpec = z.strictObject({
  name: z.string().min(1).max(500),
  type: z.enum(['float32', 'float64', 'int64', 'int32', 'string', 'bool']),
  shape: z.array(z.int().min(-1)).max(8),
});
export type TensorSpec = z.infer<typeof TensorSpec>;

/** What a caller of the model must send and gets back: raw columns by name in, scores out. */
export const Signature = z.strictObject({ inputs: z.array(TensorSpec).min(1), outputs: z.array(TensorSpec).min(1) });
export type Signature = z.infer<typeof Signature>;
