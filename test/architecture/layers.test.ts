import { describe, expect, it } from 'vitest';
import { listImports, listSources, readSource } from './source-files.ts';

/** Stages of the loop in order: one may import earlier ones only. */
const STAGES = [
  'config',
  'data',
  'sql',
  'expectations',
  'profile',
  'run',
  'export',
  'evaluation',
  'gate',
  'serving',
  'drift',
  'ledger',
  'release',
  'deployment',
  'retrain',
  'report',
];

const pureCore = listSources(['core']).filter((file) => !file.startsWith('core/adapters/'));
const violations = (files: readonly string[], isForbidden: (target: string, file: string) => boolean): string[] =>
  files.flatMap((file) =>
    listImports(file)
      .filter((target) => isForbidden(target, file))
      .map((target) => `${file} imports ${target}`),
  );

describe('core', () => {
  it('has sources to look at', () => expect(pureCore.length).toBeGreaterThan(30));

  it('without adapters imports no Node module, no Octokit, no Actions toolkit and no adapter', () => {
    const forbidden = /^(node:|@octokit\/|@actions\/|probot|onnxruntime-node|@tensorflow\/|core\/adapters\/)/;
    expect(violations(pureCore, (target) => forbidden.test(target))).toEqual([]);
  });

  it('without adapters reads no process globals, no clock and no randomness', () => {
    const impure =
      /\bprocess\.|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(|\bcrypto\.randomUUID\(/;
    const code = (file: string) => readSource(file).replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    expect(pureCore.filter((file) => impure.test(code(file)))).toEqual([]);
  });

  it('imports none of its faces', () => {
    const faces = /^(app|actions|cli|serving|emulator|templates|test)\//;
    expect(violations(listSources(['core']), (target) => faces.test(target))).toEqual([]);
  });

  it('lets a stage import earlier stages only', () => {
    const stageOf = (path: string) => STAGES.indexOf(/^core\/([a-z-]+)\//.exec(path)?.[1] ?? '');
    expect(violations(pureCore, (target, file) => stageOf(target) > stageOf(file) && stageOf(file) >= 0)).toEqual([]);
  });

  it('knows every folder as a stage, ports or adapters', () => {
    const folders = new Set(listSources(['core']).map((file) => /^core\/([a-z-]+)\//.exec(file)?.[1]));
    const known = [...STAGES, 'ports', 'adapters', undefined];
    expect([...folders].filter((folder) => !known.includes(folder))).toEqual([]);
  });
});

describe('faces', () => {
  it('do not import each other, but for the CLI, which starts the demo', () => {
    const files = listSources(['app', 'actions', 'serving', 'emulator']);
    const faceOf = (path: string) => /^(app|actions|cli|serving|emulator)\//.exec(path)?.[1];
    expect(
      violations(files, (target, file) => faceOf(target) !== undefined && faceOf(target) !== faceOf(file)),
    ).toEqual([]);
  });
});
