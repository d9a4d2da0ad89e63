import { createOnnxRuntime } from '@tidegate/core/adapters/onnx-runtime';
import { exportOnnx } from '@tidegate/core/export/export-onnx';
import { ModelProto } from '@tidegate/core/export/onnx-proto';
import { scoreRows } from '@tidegate/core/gate/score-rows';
import { describe, expect, it } from 'vitest';

const layer = {
  units: 1,
  activation: 'sigmoid',
  kernel: Float32Array.from([1]),
  bias: Float32Array.from([0]),
} as const;
const preprocessing = { numeric: [{ name: 'x', fill: 0, mean: 0, standardDeviation: 1 }], categorical: [] };
const bytes = exportOnnx({ preprocessing, layers: [layer], output: 'probability' });
const runtime = createOnnxRuntime();
const edit = (
  change: (
    model: Record<string, unknown> & { graph: { node: object[]; initializer: Record<string, unknown>[] } },
  ) => void,
): Uint8Array => {
  const model = ModelProto.toObject(ModelProto.decode(bytes)) as Parameters<typeof change>[0];
  change(model);
  return ModelProto.encode(ModelProto.fromObject(model)).finish();
};

describe('hostile model files', () => {
  it.each([
    ['nothing', new Uint8Array()],
    ['text', new TextEncoder().encode('not a model, not at all')],
    ['a pickle', Uint8Array.from([0x80, 0x04, 0x95, 0x10, 0x00, 0x2e])],
    ['a truncated file', bytes.subarray(0, Math.floor(bytes.length / 2))],
    ['a file without its last byte', bytes.subarray(0, bytes.length - 1)],
  ])('refuses %s', async (_, file) => {
    await expect(runtime.load(file, 'model.onnx of run 7')).rejects.toMatchObject({
      code: 'model-invalid',
      message: expect.stringContaining('model.onnx of run 7 is not a usable model'),
    });
  });

  it('refuses weights outside the file: they would be read from our disk', async () => {
    const file = edit((model) => {
      Object.assign(model.graph.initializer[0] ?? {}, {
        externalData: [{ key: 'location', value: '../../etc/passwd' }],
        dataLocation: 1,
      });
    });
    await expect(runtime.load(file, 'model.onnx')).rejects.toThrow('are outside the file');
  });

  // ONNX Runtime reads such a file from the working directory, where a checkout keeps its token.
  const outside = {
    dims: [1],
    dataType: 1,
    name: 'stolen',
    externalData: [{ key: 'location', value: '.git/config' }],
    dataLocation: 1,
  };
  const branch = { name: 'branch', initializer: [outside] };
  const sparse = { values: outside };
  const node = (attribute: object) => ({ opType: 'If', name: 'n', output: ['o'], attribute: [attribute] });
  it.each<[string, object]>([
    ['a branch of If', { graph: { node: [node({ name: 'then_branch', g: branch })] } }],
    ['a list of graphs', { graph: { node: [node({ name: 'bodies', graphs: [branch] })] } }],
    ['a constant', { graph: { node: [node({ name: 'value', t: outside })] } }],
    ['a list of tensors', { graph: { node: [node({ name: 'values', tensors: [outside] })] } }],
    ['a sparse constant', { graph: { node: [node({ name: 'sparse_value', sparseTensor: sparse })] } }],
    ['a list of sparse tensors', { graph: { node: [node({ name: 'values', sparseTensors: [sparse] })] } }],
    ['a sparse initializer', { graph: { sparseInitializer: [sparse] } }],
    ['a function', { functions: [{ name: 'f', node: [node({ name: 'value', t: outside })] }] }],
    ['a default of a function', { functions: [{ name: 'f', attributeProto: [{ name: 'value', t: outside }] }] }],
    ['a training graph', { trainingInfo: [{ algorithm: branch }] }],
    ['a second copy of the graph', { graph: { initializer: [outside] } }],
  ])('refuses weights outside the file in %s', async (_, part) => {
    // Protocol buffers merge what is appended.
    const appended = ModelProto.encode(ModelProto.fromObject(part)).finish();
    for (const file of [Buffer.concat([bytes, appended]), Buffer.concat([appended, bytes])]) {
      await expect(runtime.load(file, 'model.onnx')).rejects.toThrow('weights "stolen" are outside the file');
    }
  });

  it('refuses what ONNX Runtime would read in its own format instead', async () => {
    // Field 15 is nobody's: its sixteen bytes begin with the mark of the ORT format, at the place where it is looked for.
    const mark = [0x7a, 0x90, 0x80, 0x00, ...new TextEncoder().encode('ORTM'), ...new Uint8Array(12)];
    await expect(runtime.load(Buffer.concat([Uint8Array.from(mark), bytes]), 'model.onnx')).rejects.toThrow(
      'it is in the ORT format',
    );
  });

  it('refuses graphs nested too deep to read', async () => {
    // Length-delimited by hand: graph > node > attribute > graph …, innermost first.
    let inner = new Uint8Array();
    const wrap = (id: number, content: Uint8Array) => {
      const size: number[] = [];
      for (let rest = content.length; ; rest = Math.floor(rest / 128)) {
        if (rest < 128) {
          size.push(rest);
          break;
        }
        size.push((rest % 128) + 128);
      }
      return Uint8Array.from([id * 8 + 2, ...size, ...content]);
    };
    for (let depth = 0; depth < 400; depth += 1) inner = wrap(1, wrap(5, wrap(6, inner)));
    await expect(runtime.load(Buffer.concat([bytes, wrap(7, inner)]), 'model.onnx')).rejects.toMatchObject({
      code: 'model-invalid',
    });
  });

  it('refuses operators of others in branches and functions', async () => {
    const foreign = { opType: 'RunShell', domain: 'evil.ops', name: 'n', output: ['o'] };
    for (const part of [
      { graph: { node: [node({ name: 'then_branch', g: { name: 'g', node: [foreign] } })] } },
      { functions: [{ name: 'f', node: [foreign] }] },
    ]) {
      const file = Buffer.concat([bytes, ModelProto.encode(ModelProto.fromObject(part)).finish()]);
      await expect(runtime.load(file, 'model.onnx')).rejects.toThrow('evil.ops.RunShell');
    }
  });

  it('refuses a loop, wherever it stands: one without end would hold the gate, or the server, for ever', async () => {
    const loop = { opType: 'Loop', name: 'l', output: ['o'] };
    const hidden = { name: 'f', type: 5, g: { name: 'branch', node: [loop] } };
    for (const node of [loop, { opType: 'If', name: 'n', output: ['o'], attribute: [hidden] }]) {
      const file = edit((model) => model.graph.node.push(node));
      await expect(runtime.load(file, 'model.onnx')).rejects.toThrow('it has a Loop');
    }
  });

  it('refuses a file whose parts would fill the memory, before it builds any', async () => {
    const nodes = new Uint8Array(2 * 1_500_000);
    for (let at = 0; at < nodes.length; at += 2) nodes[at] = 0x0a; // GraphProto.node, empty
    const length = [0xc0, 0x8d, 0xb7, 0x01]; // 3,000,000
    const file = Uint8Array.from([0x08, 8, 0x42, 2, 0x10, 17, 0x3a, ...length, ...nodes]);
    await expect(runtime.load(file, 'model.onnx')).rejects.toThrow('more than 1000000 parts');
  });

  it('refuses operators that are not of ONNX itself', async () => {
    const file = edit((model) => {
      model.graph.node.push({ opType: 'RunShell', domain: 'evil.ops', name: 'n', input: [], output: ['o'] });
    });
    await expect(runtime.load(file, 'model.onnx')).rejects.toThrow('evil.ops.RunShell');
  });
});

describe('scores', () => {
  const columns = { x: Float64Array.from([0, 3]) };

  it('are probabilities, one a row', async () => {
    const scores = await scoreRows(runtime, { bytes, source: 'model.onnx' }, columns, 2);
    expect(scores[0]).toBe(0.5);
    expect(scores[1]).toBeCloseTo(1 / (1 + Math.exp(-3)), 6);
  });

  it('need every column that the graph reads', async () => {
    await expect(scoreRows(runtime, { bytes, source: 'model.onnx' }, { y: columns.x }, 2)).rejects.toMatchObject({
      code: 'model-invalid',
      message: 'model.onnx reads "x", which data.features of tidegate.yml does not list.',
    });
  });

  it('need columns of the type that the graph reads', async () => {
    await expect(scoreRows(runtime, { bytes, source: 'model.onnx' }, { x: ['a', 'b'] }, 2)).rejects.toThrow(
      'reads "x" as numbers, the data has text',
    );
  });

  it('need an output of that name', async () => {
    const other = exportOnnx({ preprocessing, layers: [layer], output: 'score' });
    await expect(scoreRows(runtime, { bytes: other, source: 'model.onnx' }, columns, 2)).rejects.toThrow(
      'has no output "probability"; it has score',
    );
  });

  it('refuse what is no probability', async () => {
    const linear = exportOnnx({ preprocessing, layers: [{ ...layer, activation: 'linear' }], output: 'probability' });
    await expect(scoreRows(runtime, { bytes: linear, source: 'model.onnx' }, columns, 2)).rejects.toThrow(
      'is not one probability from 0 to 1',
    );
  });

  // x:int64 → Cast → probability, so that what arrives in the graph is what comes out.
  const castModel = (elemType: number): Uint8Array => {
    const value = (name: string, type: number) => ({
      name,
      type: { tensorType: { elemType: type, shape: { dim: [{ dimParam: 'rows' }, { dimValue: 1 }] } } },
    });
    return ModelProto.encode(
      ModelProto.fromObject({
        irVersion: 8,
        opsetImport: [{ domain: '', version: 17 }],
        graph: {
          name: 'g',
          node: [
            {
              opType: 'Cast',
              name: 'c',
              input: ['x'],
              output: ['probability'],
              attribute: [{ name: 'to', i: 1, type: 2 }],
            },
          ],
          input: [value('x', elemType)],
          output: [value('probability', 1)],
        },
      }),
    ).finish();
  };
  it.each([
    ['int64', 7],
    ['int32', 6],
    ['float64', 11],
  ])('take %s columns', async (_, elemType) => {
    const file = { bytes: castModel(elemType), source: 'model.onnx' };
    expect([...(await scoreRows(runtime, file, { x: Float64Array.from([0, 1]) }, 2))]).toEqual([0, 1]);
  });

  it.each([
    ['a missing value', Number.NaN, 'no value'],
    ['a fraction', 0.5, '0.5'],
    ['a number too large', 2 ** 60, '1152921504606847000'],
  ])('never round %s into a whole number', async (_, value, shown) => {
    for (const [type, elemType] of [
      ['int64', 7],
      ['int32', 6],
    ] as const) {
      const file = { bytes: castModel(elemType), source: 'model.onnx' };
      await expect(scoreRows(runtime, file, { x: Float64Array.from([1, value]) }, 2)).rejects.toThrow(
        `it reads "x" as ${type}, row 2 has ${shown}`,
      );
    }
  });

  it('need an input type that a column can feed', async () => {
    const file = { bytes: castModel(9), source: 'model.onnx' };
    await expect(scoreRows(runtime, file, columns, 2)).rejects.toThrow('has type bool, which no column can feed');
    await expect(runtime.load(castModel(10), 'model.onnx')).rejects.toThrow('has type float16; known are');
  });
});
