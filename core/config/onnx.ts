import * as z from 'zod';

const TensorName = z.string().min(1).max(500);

/** How the gate talks to the ONNX file. Files of our exporter and of skl2onnx need none of it. */
export const OnnxSettings = z.strictObject({
  input: TensorName.optional().describe(
    'The one input that takes every feature as a matrix [rows, features], in the order of data.features; for PyTorch and tf2onnx.',
  ),
  output: TensorName.optional().describe('Output that holds scores or values; found by its name and shape by default.'),
  scores: z
    .enum(['probability', 'logit'])
    .default('probability')
    .describe('What the output holds: logits go through a sigmoid (one column) or a softmax (one for each class).'),
  providers: z
    .array(z.enum(['cpu', 'cuda']))
    .min(1)
    .max(2)
    .default(['cpu'])
    .describe('Execution providers of ONNX Runtime in order of preference; the one that ran is in the verdict.'),
  'batch-size': z
    .int()
    .min(1)
    .max(100_000)
    .default(1024)
    .describe('Rows a run: memory does not grow with the data set.'),
});
export type OnnxSettings = z.infer<typeof OnnxSettings>;
