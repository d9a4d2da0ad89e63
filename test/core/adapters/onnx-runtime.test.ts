import { listOperators, NEWEST_IR, NEWEST_OPSET } from '@tidegate/core/adapters/onnx-operators';
import { createOnnxRuntime } from '@tidegate/core/adapters/onnx-runtime';
import { exportOnnx } from '@tidegate/core/export/export-onnx';
import { ModelProto } from '@tidegate/core/export/onnx-proto';
import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { COLUMNS, modelFile, NUMERIC, ROWS, readFixture } from './model-fixtures.ts';

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
      await expect(runtime.load(file, 'model.onnx')).rejects.toThrow('evil.ops::RunShell');
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

  it('refuses functions that double at each step, and one that calls itself', async () => {
    const call = (name: string, input: string, output: string) => ({
      opType: name,
      domain: 'me',
      name: output,
      input: [input],
      output: [output],
    });
    const opsetImport = [
      { domain: '', version: 17 },
      { domain: 'me', version: 1 },
    ];
    const shared = { domain: 'me', input: ['a'], output: ['b'], opsetImport };
    const first = { ...shared, name: 'F0', node: [{ opType: 'Sigmoid', name: 's', input: ['a'], output: ['b'] }] };
    const doubling = Array.from({ length: 40 }, (_, index) => ({
      ...shared,
      name: `F${index + 1}`,
      node: [call(`F${index}`, 'a', 'c'), call(`F${index}`, 'c', 'b')],
    }));
    const itself = { ...shared, name: 'F40', node: [call('F40', 'a', 'b')] };
    for (const functions of [[first, ...doubling], [itself]]) {
      const file = edit((model) => {
        model.graph.node.push(call('F40', 'probability', 'other'));
        Object.assign(model, { functions, opsetImport });
      });
      await expect(runtime.load(file, 'model.onnx')).rejects.toThrow('its functions make more than 20000 nodes of it');
    }
  });

  it('refuses a graph that is repeated within one that is', async () => {
    const scan = (body: object) => ({
      opType: 'Scan',
      name: 's',
      output: ['o'],
      attribute: [{ name: 'body', type: 5, g: body }],
    });
    const inner = scan({ name: 'b', node: [{ opType: 'Add', name: 'a', output: ['o'] }] });
    const file = edit((model) => model.graph.node.push(scan({ name: 'b', node: [inner] })));
    await expect(runtime.load(file, 'model.onnx')).rejects.toThrow('it repeats a graph within a graph');
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
    await expect(runtime.load(file, 'model.onnx')).rejects.toThrow('evil.ops::RunShell');
  });
});

/** x → y by one node, so that what arrives in the graph is what comes out. */
const small = (change: {
  readonly node?: object;
  readonly type?: number;
  readonly output?: number;
  readonly shape?: readonly object[];
  readonly opsets?: readonly object[];
  readonly irVersion?: number;
}): Uint8Array => {
  const value = (name: string, elemType: number) => ({
    name,
    type: { tensorType: { elemType, shape: { dim: change.shape ?? [{ dimParam: 'rows' }, { dimValue: 1 }] } } },
  });
  const { node = {}, type = 1, output = type } = change;
  return ModelProto.encode(
    ModelProto.fromObject({
      irVersion: change.irVersion ?? 8,
      opsetImport: change.opsets ?? [{ domain: '', version: 17 }],
      graph: {
        name: 'g',
        node: [{ opType: 'Identity', name: 'n', input: ['x'], output: ['y'], ...node }],
        input: [value('x', type)],
        output: [value('y', output)],
      },
    }),
  ).finish();
};
const open = (file: Uint8Array) => runtime.load(file, 'model.onnx');
const toFloat = { opType: 'Cast', attribute: [{ name: 'to', i: 1, type: 2 }] };

describe('what this ONNX Runtime does not know is named before it is loaded', () => {
  it.each([
    ['a newer opset', { opsets: [{ domain: '', version: 99 }] }, 'opset 99; this ONNX Runtime knows up to 26'],
    ['a newer opset by the other name', { opsets: [{ domain: 'ai.onnx', version: 99 }] }, 'opset 99;'],
    ['the newest of two opsets', { opsets: [{ version: 17 }, { version: 99 }] }, 'opset 99;'],
    [
      'a newer opset of another domain',
      { opsets: [{ version: 17 }, { domain: 'ai.onnx.ml', version: 9 }] },
      'opset of ai.onnx.ml 9; this ONNX Runtime knows up to 5',
    ],
    ['a newer format', { irVersion: 99 }, 'IR version 99; this ONNX Runtime knows up to 13'],
    [
      'an operator of others',
      { node: { opType: 'Foo', domain: 'com.example' } },
      'operator com.example::Foo is not one',
    ],
    ['an operator of nobody', { node: { opType: 'Foo' } }, 'operator Foo is not one that this ONNX Runtime knows'],
    [
      'an operator that came later',
      { node: { opType: 'Gelu' } },
      'operator Gelu needs opset 20, the file has opset 17',
    ],
    ['an operator that is gone', { node: { opType: 'Upsample' } }, 'operator Upsample was removed after opset 9'],
  ])('%s', async (_, change, message) => {
    await expect(open(small(change))).rejects.toThrow(message);
  });

  it('and everything else is known to it: the table is what it says itself', async () => {
    const load = (file: Uint8Array) =>
      ort.InferenceSession.create(file, { logSeverityLevel: 4 }).then(
        () => '',
        (error: Error) => error.message,
      );
    const strange = /not a registered function|No Op registered|No opset import|is deprecated/;
    expect(await load(small({ node: { opType: 'Foo' } }))).toMatch(strange);
    for (const { domain, name, opset } of listOperators()) {
      const opsets = [{ version: domain === '' ? opset : 17 }, ...(domain === '' ? [] : [{ domain, version: opset }])];
      expect(await load(small({ node: { opType: name, domain }, opsets })), name).not.toMatch(strange);
    }
    for (const [domain, version] of Object.entries(NEWEST_OPSET)) {
      const at = (version: number) =>
        small({ opsets: domain === '' ? [{ version }] : [{ version: 17 }, { domain, version }] });
      expect(await load(at(version))).toBe('');
      expect(await load(at(version + 1))).not.toBe('');
    }
    expect(await load(small({ irVersion: NEWEST_IR }))).toBe('');
    expect(await load(small({ irVersion: NEWEST_IR + 1 }))).not.toBe('');
  });

  it('a function that the file brings along is known, whatever its domain', async () => {
    const functions = [
      {
        name: 'twice',
        domain: 'own',
        input: ['a'],
        output: ['b'],
        node: [{ opType: 'Add', input: ['a', 'a'], output: ['b'], name: 'add' }],
        opsetImport: [{ domain: '', version: 17 }],
      },
    ];
    const opsets = [{ version: 17 }, { domain: 'own', version: 1 }];
    const file = small({ node: { opType: 'twice', domain: 'own' }, opsets });
    await expect(open(file)).rejects.toThrow('operator own::twice is not one');
    const appended = ModelProto.encode(ModelProto.fromObject({ functions })).finish();
    const model = await open(Buffer.concat([file, appended]));
    expect([...((await model.run({ x: Float64Array.from([3]) }, 1))['y']?.data ?? [])]).toEqual([6]);
    await model.release();
  });
});

describe('weights beside the file', () => {
  const { bytes: outside, source } = modelFile('external');
  const weights = readFixture('external.bin');
  const load = (file: Uint8Array, files: Record<string, Uint8Array>) =>
    runtime.load(file, source, { externalData: new Map(Object.entries(files)) });
  const located = (entries: Record<string, string>) => {
    const model = ModelProto.toObject(ModelProto.decode(outside));
    for (const tensor of model['graph'].initializer) {
      const all = Object.fromEntries(
        tensor.externalData.map(({ key, value }: { key: string; value: string }) => [key, value]),
      );
      tensor.externalData = Object.entries({ ...all, ...entries }).map(([key, value]) => ({ key, value }));
    }
    return ModelProto.encode(ModelProto.fromObject(model)).finish();
  };

  it('are read from the bytes that were given', async () => {
    const model = await load(outside, { 'external.bin': weights });
    const matrix = Float64Array.from({ length: 3 * ROWS }, (_, cell) =>
      Number(COLUMNS[NUMERIC[cell % 3] ?? '']?.[Math.floor(cell / 3)]),
    );
    const whole = await open(readFixture('torch-binary.onnx'));
    expect(await model.run({ input: matrix }, ROWS)).toEqual(await whole.run({ input: matrix }, ROWS));
    await model.release();
    await whole.release();
  });

  it('may lie in a folder beside it', async () => {
    const model = await load(located({ location: 'weights/part-1.bin' }), { 'weights/part-1.bin': weights });
    await model.release();
  });

  it.each<readonly [string, Uint8Array, Record<string, Uint8Array>, string]>([
    ['nothing is given', outside, {}, 'are in "external.bin", which was not given'],
    ['another file is given', outside, { 'other.bin': weights }, 'are in "external.bin", which was not given'],
    [
      'a file is cut',
      outside,
      { 'external.bin': weights.subarray(0, 50) },
      'reach beyond the 50 bytes of "external.bin"',
    ],
    ['the place is no number', located({ offset: '-4' }), { 'external.bin': weights }, 'reach beyond the 84 bytes'],
    ...['/etc/passwd', '../external.bin', 'a/../../b', './external.bin', 'a//b', 'C:\\x', '', '.git/config'].map(
      (location) =>
        [location, located({ location }), { [location]: weights }, 'which is not beside the model'] as const,
    ),
  ])('are refused when %s', async (_, file, files, message) => {
    await expect(load(file, files)).rejects.toThrow(message);
  });

  it('are refused when one of them names two places', async () => {
    const model = ModelProto.toObject(ModelProto.decode(outside));
    model['graph'].initializer[0].externalData.push({ key: 'location', value: 'passwd' });
    const file = ModelProto.encode(ModelProto.fromObject(model)).finish();
    await expect(load(file, { 'external.bin': weights })).rejects.toThrow('name their location twice');
  });
});

describe('the machine', () => {
  it('that has less memory than the weights take refuses the model with numbers', async () => {
    const tight = createOnnxRuntime({ freeBytes: () => 1_000_000 });
    const huge = edit((model) => {
      Object.assign(model.graph.initializer[0] ?? {}, { dims: [1_000_000, 500] });
    });
    await expect(tight.load(huge, 'model.onnx')).rejects.toThrow('it needs 2,000 MB of memory, 1 MB are free');
    await (await tight.load(bytes, 'model.onnx')).release();
  });

  it('without CUDA runs on the CPU where the policy lets it, and says which one ran', async () => {
    const model = await runtime.load(bytes, 'model.onnx', { providers: ['cuda', 'cpu'] });
    expect(['cuda', 'cpu']).toContain(model.provider);
    await model.release();
    if (model.provider === 'cuda') return;
    await expect(runtime.load(bytes, 'model.onnx', { providers: ['cuda'] })).rejects.toThrow(
      'onnx.providers asks for cuda',
    );
  });
});

describe('a run', () => {
  const columns = { x: Float64Array.from([0, 3]) };

  it.each([
    ['int64', 7],
    ['int32', 6],
    ['float64', 11],
  ])('takes %s columns', async (_, type) => {
    const model = await open(small({ type, output: 1, node: toFloat }));
    expect((await model.run({ x: Float64Array.from([0, 1]) }, 2))['y']).toEqual({
      data: Float64Array.from([0, 1]),
      width: 1,
    });
    await model.release();
  });

  it('takes text and gives text', async () => {
    const model = await open(small({ type: 8 }));
    expect((await model.run({ x: ['a', ''] }, 2))['y']).toMatchObject({ texts: ['a', ''], width: 1 });
    await model.release();
  });

  it.each([
    ['rows only', [{ dimParam: 'rows' }]],
    ['rows and free features', [{ dimParam: 'rows' }, { dimParam: 'features' }]],
    ['rows and two features', [{ dimParam: 'rows' }, { dimValue: 2 }]],
  ])('shapes its input as the graph declares it: %s', async (_, shape) => {
    const model = await open(small({ shape }));
    const width = shape.length;
    const x = Float64Array.from({ length: 2 * width }, (_, index) => index);
    expect((await model.run({ x }, 2))['y']).toEqual({ data: x, width });
    await model.release();
  });

  it.each([
    ['a column that is missing', small({}), { y: columns.x }, 'it reads column "x", which is not there'],
    ['text for a number', small({}), { x: ['a', 'b'] }, 'it reads "x" as numbers, the data has text'],
    ['a number for text', small({ type: 8 }), columns, 'it reads "x" as text, the data has numbers'],
    ['a column too short', small({}), { x: Float64Array.of(1) }, 'column "x" has 1 values for 2 rows'],
    [
      'a matrix too small',
      small({ shape: [{ dimParam: 'rows' }, { dimValue: 3 }] }),
      columns,
      'has 2 values for 2 rows of 3',
    ],
    [
      'more rows than it takes',
      small({ shape: [{ dimValue: 1 }, { dimValue: 1 }] }),
      columns,
      'takes exactly 1 rows a call',
    ],
    ['three dimensions', small({ shape: [{}, {}, {}] }), columns, 'input "x" has 3 dimensions'],
    [
      'a type without columns',
      small({ type: 9, output: 1, node: toFloat }),
      columns,
      'has type bool, which no column can feed',
    ],
  ])('refuses %s', async (_, file, given, message) => {
    const model = await open(file);
    await expect(model.run(given, 2)).rejects.toThrow(message);
    await model.release();
  });

  it('is refused for types that nobody knows', async () => {
    await expect(open(small({ type: 10, output: 1, node: toFloat }))).rejects.toThrow('has type float16; known are');
  });

  it.each([
    ['a missing value', Number.NaN, 'no value'],
    ['a fraction', 0.5, '0.5'],
    ['a number too large', 2 ** 60, '1152921504606847000'],
  ])('never rounds %s into a whole number', async (_, value, shown) => {
    for (const [type, elemType] of [
      ['int64', 7],
      ['int32', 6],
    ] as const) {
      const model = await open(small({ type: elemType, output: 1, node: toFloat }));
      await expect(model.run({ x: Float64Array.from([1, value]) }, 2)).rejects.toThrow(
        `it reads "x" as ${type}, row 2 has ${shown}`,
      );
      await model.release();
    }
  });

  it('never rounds an int64 that the model gives', async () => {
    const node = { opType: 'Cast', attribute: [{ name: 'to', i: 7, type: 2 }] };
    const model = await open(small({ type: 11, output: 7, node }));
    await expect(model.run({ x: Float64Array.from([1, 2 ** 60]) }, 2, 10)).rejects.toThrow(
      'output "y" gives 1152921504606846976 in row 12, beyond ±9007199254740991',
    );
    await model.release();
  });
});
