import { createOnnxRuntime } from '@tidegate/core/adapters/onnx-runtime';
import { expect, it } from 'vitest';
import { HUGE_MODELS, ODD_MODELS } from './bad-models.ts';

const runtime = createOnnxRuntime();
const columns = { signal: Float64Array.of(1, 2) };

/** Where the engine finds out is its own affair: while it optimises, or while it runs. */
async function run(bytes: Uint8Array): Promise<unknown> {
  const model = await runtime.load(bytes, 'model.onnx');
  try {
    return await model.run(columns, 2);
  } finally {
    await model.release();
  }
}

it.each(Object.entries(HUGE_MODELS))(
  'a tensor that needs terabytes is refused and ends nothing else: %s',
  async (_, bytes) => {
    await expect(run(bytes)).rejects.toMatchObject({
      code: 'model-invalid',
      message: expect.stringMatching(/^model\.onnx is not a usable model: .*(memory|overflow|exceeds)/),
    });
    expect(await run(ODD_MODELS.constant)).toEqual({ probability: { data: Float64Array.of(0.5, 0.5), width: 1 } });
  },
);
