import { execFile } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '@tidegate/core/digest';
import { parseDocument } from '@tidegate/core/document';
import { ModelProto } from '@tidegate/core/export/onnx-proto';
import { VERDICT } from '@tidegate/core/gate/verdict';
import { checkOptionalFiles, checkRunFiles } from '@tidegate/core/run/check-run-files';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeModel, makeWorkspace } from './workspace.ts';

const ENTRY = join(import.meta.dirname, '../../cli/main.ts');
let folder = '';

/** Weights of a model, moved into a file. */
function moveOut(bytes: Uint8Array, location: string): { readonly model: Uint8Array; readonly weights: Uint8Array } {
  const model = ModelProto.toObject(ModelProto.decode(bytes));
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const tensor of model['graph'].initializer) {
    const { rawData } = tensor;
    delete tensor.rawData;
    const entries = Object.entries({ location, offset, length: rawData.length });
    tensor.externalData = entries.map(([key, value]) => ({ key, value: String(value) }));
    tensor.dataLocation = 1;
    parts.push(rawData);
    offset += rawData.length;
  }
  return { model: ModelProto.encode(ModelProto.fromObject(model)).finish(), weights: Buffer.concat(parts) };
}

beforeAll(() => {
  folder = makeWorkspace();
  const policy = readFileSync(join(folder, 'tidegate.yml'), 'utf8');
  writeFileSync(join(folder, 'seeds.yml'), policy.replace('node train.mjs', 'node train.mjs\n      seeds: [11, 8, 9]'));
  writeFileSync(
    join(folder, 'parity.yml'),
    policy.replace('    gate:\n', '    gate:\n      - { kind: parity, tolerance: 0.001 }\n'),
  );
  // The seed is the noise that the model reads; its weights lie beside it.
  for (const seed of [11, 8, 9]) {
    const { model, weights } = moveOut(makeModel(2, seed / 100), 'weights.bin');
    mkdirSync(join(folder, `of-${seed}`));
    writeFileSync(join(folder, `of-${seed}/model.onnx`), model);
    writeFileSync(join(folder, `of-${seed}/weights.bin`), weights);
  }
  writeFileSync(
    join(folder, 'train.mjs'),
    `import { copyFileSync, symlinkSync, writeFileSync } from 'node:fs';
     const { TIDEGATE_OUTPUT: out, TIDEGATE_SEED: seed } = process.env;
     symlinkSync(process.cwd() + '/of-' + seed + '/model.onnx', out + '/model.onnx');
     copyFileSync('of-' + seed + '/weights.bin', out + '/weights.bin');
     const values = [Number(seed), 1];
     writeFileSync(out + '/predictions.json', JSON.stringify({ kind: 'tidegate.predictions', version: 1, rows: 2, values }));`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function tidegate(...words: readonly string[]): Promise<{ code: number; out: string; error: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [ENTRY, ...words], { cwd: folder }, (failure, out, error) =>
      resolve({ code: failure ? Number(failure.code) : 0, out, error }),
    );
  });
}
const validate = (...words: readonly string[]) =>
  tidegate('validate', '--data', 'data.csv', '--model', 'signal', '--format', 'json', ...words);
const read = (path: string) => readFileSync(join(folder, path));

describe('tidegate train with several seeds', () => {
  it('leaves what the train Action uploads: the gate takes it as it is', async () => {
    const { code, out, error } = await tidegate('train', '--model', 'signal', '--config', 'seeds.yml', '--out', 'run');
    expect([code, error]).toEqual([0, '']);
    expect(out).toContain('seed 8 (2 of 3)\n');
    const names = [
      'model.onnx',
      'predictions.json',
      'run-record.json',
      'seed-8.onnx',
      'seed-9.onnx',
      'split.json',
      'weights.bin',
    ];
    expect(readdirSync(join(folder, 'run')).sort()).toEqual(names);
    const files = { 'run-record.json': read('run/run-record.json'), 'model.onnx': read('run/model.onnx') };
    const { record } = await checkRunFiles(files, { source: 'x', modelName: 'signal', sha: '0'.repeat(40) });
    expect(record.seeds).toEqual([11, 8, 9]);
    expect(record.artifacts.map(({ path }) => path)).toEqual([
      'model.onnx',
      'seed-8.onnx',
      'seed-9.onnx',
      'predictions.json',
    ]);
    const optional = new Map(
      ['seed-8.onnx', 'seed-9.onnx', 'predictions.json'].map((name) => [name, read(`run/${name}`)]),
    );
    const { seeds, predictions } = await checkOptionalFiles(record, optional, 'x');
    expect(seeds.map(({ seed }) => seed)).toEqual([8, 9]);
    expect(predictions?.values).toEqual([11, 1]);
  });

  it('writes self-contained models, and none through a link that the command left', () => {
    const plain = (bytes: Uint8Array) => ModelProto.toObject(ModelProto.decode(bytes), { bytes: Array, longs: Number });
    expect(plain(read('run/model.onnx'))).toEqual(plain(makeModel(2, 0.11)));
    expect(plain(read('run/seed-8.onnx'))).toEqual(plain(makeModel(2, 0.08)));
    expect(lstatSync(join(folder, 'run/model.onnx')).isSymbolicLink()).toBe(false);
    expect(plain(read('of-11/model.onnx'))).not.toEqual(plain(makeModel(2, 0.11)));
  });

  it('and validate with --seed-model judges the mean over them', async () => {
    const { code, out, error } = await validate(
      ...['--candidate', 'run/model.onnx', '--seed-model', 'run/seed-8.onnx', '--seed-model', 'run/seed-9.onnx'],
    );
    expect([code, error]).toEqual([0, '']);
    const verdict = parseDocument(VERDICT, out, 'standard output');
    expect(verdict.candidate.digest).toBe(await sha256(read('run/model.onnx')));
    expect(verdict.metrics.map(({ seeds }) => seeds?.count)).toEqual(verdict.metrics.map(() => 3));
  });
});

describe('tidegate validate', () => {
  it('finds weights beside candidate and baseline, with the digest that training would give', async () => {
    const whole = await validate('--candidate', 'run/model.onnx', '--baseline', 'good.onnx');
    const beside = await validate('--candidate', 'of-11/model.onnx', '--baseline', 'good.onnx');
    const both = await validate('--candidate', 'good.onnx', '--baseline', 'of-11/model.onnx');
    expect([beside.code, beside.error, both.code]).toEqual([whole.code, '', 0]);
    const [expected, actual] = [whole, beside].map(({ out }) => parseDocument(VERDICT, out, 'standard output'));
    expect(actual?.candidate).toEqual(expected?.candidate);
    expect(actual?.metrics).toEqual(expected?.metrics);
  });

  it.each([
    ['is there twice', ['--seed-model', 'alike.onnx', '--seed-model', './alike.onnx'], /alike\.onnx is given twice/],
    ['is the candidate', ['--seed-model', './good.onnx'], /good\.onnx is given twice, or is the candidate/],
    ['is not there', ['--seed-model', 'no.onnx'], /the model of a seed no\.onnx \(ENOENT\)/],
    ['is no model', ['--seed-model', 'data.csv'], /data\.csv.*\(model-invalid\)/s],
  ])('refuses a seed model that %s', async (_, words, problem) => {
    const { code, out, error } = await validate('--candidate', 'good.onnx', ...words);
    expect(error).toMatch(problem);
    expect([code, out]).toEqual([3, '']);
  });

  it('refuses weights behind a link that leaves the folder of the model', async () => {
    mkdirSync(join(folder, 'linked'));
    symlinkSync('../of-11/model.onnx', join(folder, 'linked/model.onnx'));
    symlinkSync('../of-11/weights.bin', join(folder, 'linked/weights.bin'));
    for (const words of [
      ['--candidate', 'linked/model.onnx'],
      ['--candidate', 'good.onnx', '--baseline', 'linked/model.onnx'],
      ['--candidate', 'good.onnx', '--seed-model', 'linked/model.onnx'],
    ]) {
      const { code, out, error } = await validate(...words);
      expect(error).toMatch(/"weights\.bin" is a symbolic link that leaves the folder.*\(model-invalid\)/s);
      expect([code, out]).toEqual([3, '']);
    }
  });

  it('refuses predictions of another number of rows than are judged', async () => {
    const words = ['--candidate', 'good.onnx', '--config', 'parity.yml', '--predictions', 'run/predictions.json'];
    const { code, out, error } = await validate(...words);
    expect(error).toContain('has 2 values for 2 rows; the evaluation needs 300');
    expect([code, out]).toEqual([3, '']);
  });
});
