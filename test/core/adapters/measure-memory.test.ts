import { measureMemory } from '@tidegate/core/adapters/measure-memory';
import { createOnnxRuntime } from '@tidegate/core/adapters/onnx-runtime';
import { ModelProto } from '@tidegate/core/export/onnx-proto';
import { openModel } from '@tidegate/core/gate/open-model';
import { expect, it } from 'vitest';
import { COLUMNS, modelFile, NUMERIC, ROWS, readFixture, request } from './model-fixtures.ts';

const runtime = createOnnxRuntime();
const MEGABYTE = 1e6;

async function measure(
  file: { bytes: Uint8Array; source: string; externalData?: ReadonlyMap<string, Uint8Array> },
  features?: string[],
) {
  const model = await openModel(runtime, file, request('binary-classification', {}, features ? { features } : {}));
  const columns = model.feed(COLUMNS, 0, ROWS);
  await model.release();
  return measureMemory({ ...file, signature: model.signature, columns, rows: ROWS });
}

it('sees the weights of a model on top of what every process takes', async () => {
  // 40 MB that the graph reads: added to a weight that they leave as it is.
  const model = ModelProto.toObject(ModelProto.decode(readFixture('tf2onnx.onnx')));
  model['graph'].initializer.push({
    name: 'ballast',
    dims: [10_000_000],
    dataType: 1,
    rawData: new Uint8Array(40 * MEGABYTE),
  });
  model['graph'].node.push(
    {
      opType: 'ReduceMax',
      name: 'r',
      input: ['ballast'],
      output: ['zero'],
      attribute: [{ name: 'keepdims', i: 0, type: 2 }],
    },
    { opType: 'Add', name: 'a', input: ['Identity', 'zero'], output: ['scores'] },
  );
  model['graph'].output[0].name = 'scores';
  const large = { bytes: ModelProto.encode(ModelProto.fromObject(model)).finish(), source: 'large.onnx' };
  const [small, big] = await Promise.all([measure(modelFile('tf2onnx'), NUMERIC), measure(large, NUMERIC)]);
  expect(small).toBeGreaterThan(20 * MEGABYTE);
  expect(small).toBeLessThan(300 * MEGABYTE);
  expect((big ?? 0) - (small ?? 0)).toBeGreaterThan(39 * MEGABYTE);
});

it('does not count the memory of the process that asks', async () => {
  const before = await measure(modelFile('tf2onnx'), NUMERIC);
  const ballast = new Uint8Array(300 * MEGABYTE).fill(1);
  const after = await measure(modelFile('tf2onnx'), NUMERIC);
  expect(ballast[0]).toBe(1);
  expect((after ?? 0) - (before ?? 0)).toBeLessThan(50 * MEGABYTE);
});

it('feeds text and missing numbers, and finds weights beside the model', async () => {
  expect(await measure(modelFile('logistic'))).toBeGreaterThan(20 * MEGABYTE);
  const externalData = new Map([['external.bin', readFixture('external.bin')]]);
  expect(await measure({ ...modelFile('external'), externalData }, NUMERIC)).toBeGreaterThan(20 * MEGABYTE);
});

it('is not known for a process that fails', async () => {
  const { bytes } = modelFile('logistic');
  const signature = { inputs: [], outputs: [] };
  expect(await measureMemory({ bytes, signature, columns: {}, rows: 1 })).toBeNull();
});
