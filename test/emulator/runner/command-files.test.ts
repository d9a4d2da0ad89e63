import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendSummary, makeCommandFiles, readKeyValues } from '@tidegate/emulator/runner/command-files';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-commands-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('readKeyValues', () => {
  it.each([
    ['a=1\nb=x=y\n', { a: '1', b: 'x=y' }],
    ['a<<EOF\none\ntwo\nEOF\nb=2\n', { a: 'one\ntwo', b: '2' }],
    ['a<<EOF\nEOF\n', { a: '' }],
    ['a=<<b\n', { a: '<<b' }],
    ['a=1\na=2\n', { a: '2' }],
    ['\n\n', {}],
  ])('%j', (text, expected) => {
    const file = join(folder, 'values');
    writeFileSync(file, text);
    expect(readKeyValues(file)).toEqual(expected);
  });

  it.each([
    ['a<<EOF\none\n', /delimiter not found 'EOF'/],
    ['no equals sign\n', /Invalid format 'no equals sign'/],
  ])('refuses %j', (text, message) => {
    const file = join(folder, 'values');
    writeFileSync(file, text);
    expect(() => readKeyValues(file)).toThrow(message);
  });
});

it('drops a summary that GitHub would not take', () => {
  const target = join(folder, 'summary');
  writeFileSync(target, '');
  const files = makeCommandFiles(folder, 1);
  writeFileSync(files.GITHUB_STEP_SUMMARY, '# One\n');
  expect(appendSummary(target, files)).toBe(true);
  writeFileSync(files.GITHUB_STEP_SUMMARY, 'x'.repeat(1024 * 1024 + 1));
  expect(appendSummary(target, files)).toBe(false);
  expect(readFileSync(target, 'utf8')).toBe('# One\n');
});
