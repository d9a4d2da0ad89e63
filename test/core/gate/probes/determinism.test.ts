import { createOnnxRuntime } from '@tidegate/core/adapters/onnx-runtime';
import { ModelProto } from '@tidegate/core/export/onnx-proto';
import { openModel } from '@tidegate/core/gate/open-model';
import { measureDeterminism } from '@tidegate/core/gate/probes/determinism';
import { expect, it } from 'vitest';
import { COLUMNS, modelFile, NUMERIC, ROWS, readFixture, request } from '../../adapters/model-fixtures.ts';

const runtime = createOnnxRuntime();
const asked = request('binary-classification', {}, { features: NUMERIC });
const given = { columns: COLUMNS, rows: ROWS, seed: 7 };

/** tf2onnx' model with more nodes behind its output. */
function withNodes(...nodes: object[]): Uint8Array {
  const model = ModelProto.toObject(ModelProto.decode(readFixture('tf2onnx.onnx')));
  model['graph'].node.push(...nodes);
  model['graph'].output[0].name = 'scores';
  return ModelProto.encode(ModelProto.fromObject(model)).finish();
}
async function measure(bytes: Uint8Array) {
  const model = await openModel(runtime, { bytes, source: 'model.onnx' }, asked);
  const fact = await measureDeterminism({ ...given, model });
  await model.release();
  return fact;
}

it('finds nothing in a model that answers row by row, labels included', async () => {
  const model = await openModel(runtime, modelFile('logistic'), request('binary-classification'));
  const fact = await measureDeterminism({ ...given, model });
  await model.release();
  expect(fact).toMatchObject({ rows: ROWS, sameInputTwice: 0 });
  expect(fact.batchAgainstSingle).toBeLessThan(1e-6);
  expect(fact.rowOrder).toBeLessThan(1e-6);
});

it('finds answers that are random', async () => {
  const fact = await measure(
    withNodes(
      { opType: 'RandomUniformLike', name: 'r', input: ['Identity'], output: ['noise'] },
      { opType: 'Mul', name: 'm', input: ['Identity', 'noise'], output: ['scores'] },
    ),
  );
  expect(fact.sameInputTwice).toBeGreaterThan(0.01);
});

it('finds answers that depend on the other rows of the batch', async () => {
  const axes = { name: 'axes', ints: [0], type: 7 };
  const fact = await measure(
    withNodes(
      { opType: 'ReduceMean', name: 'm', input: ['Identity'], output: ['mean'], attribute: [axes] },
      { opType: 'Sub', name: 's', input: ['Identity', 'mean'], output: ['scores'] },
    ),
  );
  expect(fact.sameInputTwice).toBe(0);
  expect(fact.batchAgainstSingle).toBeGreaterThan(0.01);
});

it('finds answers that depend on the place of a row', async () => {
  const fact = await measure(
    withNodes(
      {
        opType: 'CumSum',
        name: 'c',
        input: ['Identity', 'axis'],
        output: ['scores'],
      },
      { opType: 'Constant', name: 'a', output: ['axis'], attribute: [{ name: 'value_int', i: 0, type: 2 }] },
    ),
  );
  expect(fact.rowOrder).toBeGreaterThan(0.01);
});

it('asks a model that was exported for one row with one row', async () => {
  const model = ModelProto.toObject(ModelProto.decode(readFixture('tf2onnx.onnx')));
  for (const value of [...model['graph'].input, ...model['graph'].output])
    value.type.tensorType.shape.dim[0] = { dimValue: 1 };
  const fact = await measure(ModelProto.encode(ModelProto.fromObject(model)).finish());
  expect(fact).toEqual({ rows: 1, sameInputTwice: 0, batchAgainstSingle: 0, rowOrder: 0 });
});
