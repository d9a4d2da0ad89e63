import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readContracts } from '../../scripts/action-contracts.ts';
import { buildActions } from '../../scripts/build-actions.ts';
import { ROOT } from '../architecture/source-files.ts';

// Inside node_modules, so that what stays outside the bundles is found as it is from dist/.
const cache = join(ROOT, 'node_modules/.cache');
let folder = '';
let files: readonly string[] = [];
const contracts = await readContracts();

beforeAll(async () => {
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, 'tidegate-bundles-'));
  files = await buildActions({ outFolder: join(folder, 'dist') });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function runBundle(name: string, environment: Readonly<Record<string, string>>): { code: number | null; text: string } {
  const output = join(folder, `${name}-output`);
  writeFileSync(output, '');
  const job = {
    PATH: process.env['PATH'] ?? '',
    GITHUB_API_URL: 'http://127.0.0.1:9',
    GITHUB_SERVER_URL: 'http://github.localhost',
    GITHUB_REPOSITORY: 'octo-org/churn',
    GITHUB_SHA: 'a'.repeat(40),
    GITHUB_ACTOR: 'monalisa',
    GITHUB_RUN_ID: '7',
    GITHUB_WORKSPACE: folder,
    GITHUB_OUTPUT: output,
    RUNNER_TEMP: folder,
  };
  const bundle = join(folder, 'dist/actions', `${name}.js`);
  const result = spawnSync(process.execPath, [bundle], { env: { ...job, ...environment }, encoding: 'utf8' });
  return { code: result.status, text: `${result.stdout}${result.stderr}` };
}

const annotations = (text: string) => text.split('\n').filter((line) => line.startsWith('::error'));

describe.each([...contracts])('%s', (name, contract) => {
  it('starts, and refuses missing inputs with one annotation and no stack trace', () => {
    const { code, text } = runBundle(name, {});
    expect(code).toBe(1);
    expect(annotations(text)).toHaveLength(1);
    expect(text).toMatch(/^::error title=input-invalid::/m);
    for (const [input, schema] of Object.entries(contract.inputs.shape))
      expect(text.includes(`Input ${input} is required`)).toBe(!schema.safeParse(undefined).success);
    expect(text).not.toMatch(/^\s+at /m);
  });
});

describe('the command line', () => {
  const CHURN = join(ROOT, 'templates/churn/data/churn.csv');
  const run = (entry: string, words: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [entry, ...words], { encoding: 'utf8' });
    return { status, stdout: stdout.replaceAll(/"(created_at|id)": ?"[^"]*"/g, ''), stderr };
  };

  it.each([
    ['--help'],
    ['profile', CHURN],
    ['drift', '--reference', CHURN, '--current', CHURN, '--format', 'markdown'],
    ['evaluate', '--predictions', CHURN, '--target', 'churn', '--prediction', 'voice_mail_plan', '--positive', 'yes'],
  ])('answers as from its sources: %s', (...words) => {
    const sources = run(join(ROOT, 'cli/main.ts'), words);
    expect(run(join(folder, 'dist/cli/main.js'), words)).toEqual(sources);
    expect(sources.stdout + sources.stderr).not.toBe('');
  });
});

describe('bundles', () => {
  it('name the value that is wrong, but for secrets, which are masked first', () => {
    const { text } = runBundle('validate', {
      'INPUT_GITHUB-TOKEN': 'hush',
      INPUT_MODEL: 'Churn!',
      'INPUT_PULL-REQUEST': '0x7',
      INPUT_SHA: 'main',
      'INPUT_RUN-ID': '1e3',
    });
    expect(text).toMatch(/^::add-mask::hush$/m);
    expect(annotations(text).join()).not.toContain('hush');
    expect(text).toMatch(
      /Input model: .*got "Churn!".*Input pull-request: .*got "0x7".*Input sha: .*got "main".*"1e3"/,
    );
  });

  it('say when they are not run as a job', () => {
    const { code, text } = runBundle('train', { INPUT_MODEL: 'churn', GITHUB_REPOSITORY: '' });
    expect(code).toBe(1);
    expect(text).toMatch(/::error title=input-invalid::This is no job of GitHub Actions: GITHUB_REPOSITORY/);
  });

  it('say what the workspace lacks', () => {
    const { code, text } = runBundle('train', { INPUT_MODEL: 'churn' });
    expect(code).toBe(1);
    expect(text).toMatch(/::error title=config-invalid::There is no file tidegate.yml/);
  });

  it('refuse a request that is no document, before they ask GitHub anything', () => {
    for (const [name, inputs] of [
      ['retrain', {}],
      ['deploy', { INPUT_ENVIRONMENT: 'staging', 'INPUT_SERVING-TOKEN': 'another secret' }],
    ] as const) {
      const { code, text } = runBundle(name, {
        ...inputs,
        'INPUT_GITHUB-TOKEN': 'hush',
        INPUT_REQUEST: '{"kind":"x"}',
      });
      expect(code, name).toBe(1);
      expect(annotations(text)).toHaveLength(1);
      expect(text).toMatch(
        /::error title=document-invalid::The input request is not a tidegate\.(promotion|retrain-request)/,
      );
    }
  });

  it('hold no native code and are made equal twice', async () => {
    const again = await buildActions({ outFolder: join(folder, 'again/dist') });
    expect(again.map((file) => file.replace('/again', ''))).toEqual(files);
    for (const [index, file] of files.entries()) {
      expect(readFileSync(again[index] ?? '').equals(readFileSync(file)), file).toBe(true);
    }
    expect(files.filter((file) => /\.(node|so|wasm)$/.test(file))).toEqual([]);
  });
});
