import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inlineWeights } from '@tidegate/core/adapters/inline-weights';
import { readOnnxHeader } from '@tidegate/core/adapters/onnx-header';
import { createOnnxRuntime } from '@tidegate/core/adapters/onnx-runtime';
import { ModelProto } from '@tidegate/core/export/onnx-proto';
import protobuf from 'protobufjs/light.js';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { outputsOf, readFixture } from './model-fixtures.ts';

type Tensor = Record<string, unknown> & { rawData?: Uint8Array };
const root = mkdtempSync(join(tmpdir(), 'tidegate-weights-'));
const folder = join(root, 'model');
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const encode = (model: object): Uint8Array => ModelProto.encode(ModelProto.fromObject(model)).finish();
const external = readFixture('external.onnx');
const weights = readFixture('external.bin');
const floats = (name: string, values: readonly number[], dims = [values.length]): Tensor => ({
  name,
  dims,
  dataType: 1,
  rawData: new Uint8Array(Float32Array.from(values).buffer),
});

/** y = x > 0 ? x · 2 + 3 : x · −1 − 4, with weights in both branches, in a constant, in a sparse one and in a function. */
function branching(): object {
  const shape = { dim: [{ dimParam: 'rows' }, { dimValue: 1 }] };
  const value = (name: string) => ({ name, type: { tensorType: { elemType: 1, shape } } });
  const node = (opType: string, input: string[], output: string, attribute: object[] = [], domain = '') => ({
    opType,
    input,
    output: [output],
    name: output,
    attribute,
    domain,
  });
  const branch = (name: string, scale: number, offset: number) => ({
    name,
    initializer: [floats(`${name}-scale`, [scale])],
    node: [
      node('Mul', ['x', `${name}-scale`], `${name}-scaled`),
      node('Constant', [], `${name}-offset`, [{ name: 'value', type: 4, t: floats('', [offset]) }]),
      node('Add', [`${name}-scaled`, `${name}-offset`], `${name}-out`),
    ],
    output: [value(`${name}-out`)],
  });
  const sparse = {
    values: floats('sparse', [0.5]),
    indices: { name: 'at', dims: [1], dataType: 7, rawData: new Uint8Array(BigInt64Array.of(0n).buffer) },
    dims: [1],
  };
  return {
    irVersion: 8,
    opsetImport: [{ version: 17 }, { domain: 'own', version: 1 }],
    functions: [
      {
        name: 'half',
        domain: 'own',
        input: ['a'],
        output: ['b'],
        opsetImport: [{ version: 17 }],
        node: [
          node('Constant', [], 'two', [{ name: 'value', type: 4, t: floats('', [2]) }]),
          node('Div', ['a', 'two'], 'b'),
        ],
      },
    ],
    graph: {
      name: 'g',
      input: [value('x')],
      output: [value('y')],
      initializer: [floats('zero', [0])],
      node: [
        node('Constant', [], 'half-of-one', [{ name: 'sparse_value', type: 11, sparseTensor: sparse }]),
        node('ReduceMax', ['x'], 'largest', [{ name: 'keepdims', type: 2, i: 0 }]),
        node('Greater', ['largest', 'zero'], 'is-positive'),
        node('Squeeze', ['is-positive'], 'condition'),
        node('If', ['condition'], 'branched', [
          { name: 'then_branch', type: 5, g: branch('then', 2, 3) },
          { name: 'else_branch', type: 5, g: branch('else', -1, -4) },
        ]),
        node('half', ['branched'], 'halved', [], 'own'),
        node('Mul', ['halved', 'half-of-one'], 'y'),
      ],
    },
  };
}

/** Moves the values of every tensor, at any depth, into one file; gives that file. */
function moveOut(value: unknown, location: string, parts: Uint8Array[] = [Buffer.alloc(3)]): Uint8Array {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return Buffer.concat(parts);
  if ('rawData' in value && value.rawData instanceof Uint8Array) {
    const entries = { location, offset: Buffer.concat(parts).length, length: value.rawData.length };
    parts.push(value.rawData);
    delete (value as Tensor).rawData;
    const externalData = Object.entries(entries).map(([key, entry]) => ({ key, value: String(entry) }));
    Object.assign(value, { externalData, dataLocation: 1 });
  }
  for (const inner of Object.values(value)) moveOut(inner, location, parts);
  return Buffer.concat(parts);
}

/** The model of the fixtures with entries of its first tensor's place changed; '' removes one. */
function placed(changes: Readonly<Record<string, string>>): Uint8Array {
  const model = ModelProto.toObject(ModelProto.decode(external));
  const [tensor] = model['graph'].initializer;
  const old = tensor.externalData.map(({ key, value }: { key: string; value: string }) => [key, value]);
  const entries = Object.entries({ ...Object.fromEntries(old), ...changes }).filter(([, value]) => value !== '');
  tensor.externalData = entries.map(([key, value]) => ({ key, value }));
  return encode(model);
}

describe('weights beside a model', () => {
  it('are put into it: it gives the same outputs, alone', async () => {
    writeFileSync(join(folder, 'external.bin'), weights);
    const whole = inlineWeights(external, folder, 'model.onnx');
    expect(await outputsOf(whole)).toEqual(await outputsOf(readFixture('torch-binary.onnx')));
    expect(whole.length).toBeLessThan(external.length + weights.length);
  });

  it('may lie in a folder below, and be linked to within it', async () => {
    mkdirSync(join(folder, 'weights'));
    writeFileSync(join(folder, 'weights/all.bin'), weights);
    symlinkSync('weights/all.bin', join(folder, 'external.bin'));
    const whole = inlineWeights(placed({ location: 'weights/all.bin' }), folder, 'model.onnx');
    expect(await outputsOf(whole)).toEqual(await outputsOf(readFixture('torch-binary.onnx')));
  });

  it('are as long as their shape says where the model does not: as ONNX Runtime reads them', async () => {
    writeFileSync(join(folder, 'external.bin'), weights);
    for (const length of ['', '0']) {
      const whole = inlineWeights(placed({ length }), folder, 'model.onnx');
      expect(await outputsOf(whole)).toEqual(await outputsOf(readFixture('torch-binary.onnx')));
    }
  });

  it('are found in branches, constants, sparse constants and functions: the file is what it was before they left', async () => {
    const before = encode(branching());
    const model = branching();
    writeFileSync(join(folder, 'all.bin'), moveOut(model, 'all.bin'));
    const after = inlineWeights(encode(model), folder, 'model.onnx');
    const plain = (bytes: Uint8Array) => ModelProto.toObject(ModelProto.decode(bytes), { bytes: Array, longs: Number });
    expect(plain(after)).toEqual(plain(before));
    expect(plain(encode(model))).not.toEqual(plain(before));
    readOnnxHeader(after, 'model.onnx');
  });

  it('leave all else as it was, what we do not know included', () => {
    writeFileSync(join(folder, 'external.bin'), weights);
    const text = (field: number, content: string) =>
      protobuf.Writer.create()
        .uint32((field << 3) | 2)
        .string(content)
        .finish();
    const known = Buffer.from(inlineWeights(external, folder, 'model.onnx'));
    const unknown = Buffer.concat([external, text(6, 'doc_string'), text(14, 'metadata_props'), text(200, 'future')]);
    const whole = Buffer.from(inlineWeights(unknown, folder, 'model.onnx'));
    expect(whole.subarray(0, known.length).equals(known)).toBe(true);
    expect(whole.subarray(known.length).equals(unknown.subarray(external.length))).toBe(true);
  });

  it('that are in the model already leave it byte for byte, and no file is looked at', () => {
    const one = readFixture('torch-binary.onnx');
    expect(inlineWeights(one, '/no/such/folder', 'model.onnx')).toBe(one);
  });
});

describe('a hostile model is refused', () => {
  const refused = (model: Uint8Array, message: string) => {
    expect(() => inlineWeights(model, folder, 'model.onnx')).toThrow(message);
    expect(() => inlineWeights(model, folder, 'model.onnx')).toThrow(
      expect.objectContaining({ code: 'model-invalid' }),
    );
  };

  it.each([
    '../secret.bin',
    '/etc/passwd',
    'a/../../secret.bin',
    './external.bin',
    '..',
    '.git/config',
    'C:\\x',
    'a\\b',
    '',
    '*/_ORT_MEM_ADDR_/*',
    'external.bin\0',
  ])('whose weights are in %j', (location) => {
    writeFileSync(join(root, 'secret.bin'), weights);
    writeFileSync(join(folder, 'external.bin'), weights);
    refused(placed({ location }), 'which is not beside the model');
  });

  it('whose weights are behind a link that leaves the folder', () => {
    writeFileSync(join(root, 'secret.bin'), weights);
    for (const target of [join(root, 'secret.bin'), '../secret.bin', '/etc/passwd']) {
      rmSync(join(folder, 'external.bin'), { force: true });
      symlinkSync(target, join(folder, 'external.bin'));
      refused(external, 'is a symbolic link that leaves the folder of the model');
    }
    mkdirSync(join(root, 'other'), { recursive: true });
    writeFileSync(join(root, 'other/external.bin'), weights);
    symlinkSync('../other', join(folder, 'weights'));
    refused(placed({ location: 'weights/external.bin' }), 'is a symbolic link that leaves the folder of the model');
  });

  it('whose weights are not there, lead nowhere, or are no plain file', () => {
    refused(external, 'are in "external.bin", which was not given');
    symlinkSync('external.bin', join(folder, 'external.bin'));
    refused(external, 'which was not given');
    rmSync(join(folder, 'external.bin'));
    mkdirSync(join(folder, 'external.bin'));
    refused(external, 'is no plain file');
    rmSync(join(folder, 'external.bin'), { recursive: true });
    execFileSync('mkfifo', [join(folder, 'external.bin')]);
    refused(external, 'is no plain file');
  });

  it.each<[string, Record<string, string>]>([
    ['a length past the end', { length: '85' }],
    ['an offset past the end', { offset: '90' }],
    ['an offset and a length that end past it', { offset: '80', length: '12' }],
    ['a shape past the end', { offset: '80', length: '' }],
    ['a negative offset', { offset: '-4' }],
    ['a length that is no number', { length: '0x10' }],
    ['an offset that is no number', { offset: 'Infinity' }],
    ['a length that is not exact', { length: '99999999999999999999' }],
  ])('that names %s', (_, changes) => {
    writeFileSync(join(folder, 'external.bin'), weights);
    refused(placed(changes), 'reach beyond the 84 bytes of "external.bin"');
  });

  it('that names one of several places', () => {
    writeFileSync(join(folder, 'external.bin'), weights);
    const model = ModelProto.toObject(ModelProto.decode(external));
    model['graph'].initializer[0].externalData.push({ key: 'location', value: 'external.bin' });
    refused(encode(model), 'name their location twice');
  });

  it('that is too large with its weights, before one byte of them is read', () => {
    writeFileSync(join(folder, 'huge.bin'), '');
    truncateSync(join(folder, 'huge.bin'), 2 ** 40);
    const huge = { location: 'huge.bin', length: String(300 * 1024 ** 2) };
    const model = ModelProto.toObject(ModelProto.decode(placed(huge)));
    const [tensor] = model['graph'].initializer;
    model['graph'].initializer.push({ ...tensor, name: 'again' });
    writeFileSync(join(folder, 'external.bin'), weights);
    refused(encode(model), 'with its data files it has 6291');
  });

  it('that keeps a place beside its values: what is left after inlining is refused by the header', () => {
    const model = ModelProto.toObject(ModelProto.decode(readFixture('torch-binary.onnx')));
    model['graph'].initializer[0].externalData = [{ key: 'location', value: '/etc/passwd' }];
    const whole = inlineWeights(encode(model), folder, 'model.onnx');
    expect(() => readOnnxHeader(whole, 'model.onnx')).toThrow('are outside the file');
  });

  it('that is no ONNX, or cut anywhere', () => {
    writeFileSync(join(folder, 'external.bin'), weights);
    refused(new TextEncoder().encode('not a model, not at all'), 'truncated or not ONNX');
    for (let length = 0; length < external.length; length += 3) {
      try {
        readOnnxHeader(inlineWeights(external.subarray(0, length), folder, 'model.onnx'), 'model.onnx');
        expect.unreachable(`${length} bytes`);
      } catch (error) {
        expect(error, `${length} bytes`).toMatchObject({ code: 'model-invalid' });
      }
    }
  });

  it('with any byte flipped: it is read, or refused with a code', () => {
    writeFileSync(join(folder, 'external.bin'), weights);
    for (let index = 0; index < external.length; index += 1) {
      const damaged = external.slice();
      damaged[index] = (damaged[index] ?? 0) ^ 0xff;
      try {
        readOnnxHeader(inlineWeights(damaged, folder, 'model.onnx'), 'model.onnx');
      } catch (error) {
        expect(error, `byte ${index}`).toMatchObject({ code: 'model-invalid' });
      }
    }
  });
});

it('runs a model with branches as before its weights were moved out', async () => {
  const model = branching();
  writeFileSync(join(folder, 'all.bin'), moveOut(model, 'all.bin'));
  const outputs = async (bytes: Uint8Array) => {
    const loaded = await createOnnxRuntime().load(bytes, 'model.onnx');
    const results = [];
    for (const x of [1, -1]) results.push([...((await loaded.run({ x: Float64Array.of(x) }, 1))['y']?.data ?? [])]);
    await loaded.release();
    return results;
  };
  const after = await outputs(inlineWeights(encode(model), folder, 'model.onnx'));
  expect(after).toEqual(await outputs(encode(branching())));
  expect(after).toEqual([[1.25], [-0.75]]);
});
