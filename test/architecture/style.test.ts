import { describe, expect, it } from 'vitest';
import { listSources, readSource } from './source-files.ts';

const sources = listSources(['core', 'app', 'actions', 'cli', 'serving', 'emulator', 'scripts', 'templates']);
const lines = (file: string) => readSource(file).split('\n').length - 1;
const filesWith = (pattern: RegExp, files: readonly string[] = sources) =>
  files.filter((file) => pattern.test(readSource(file)));

describe('source files', () => {
  it('are small: none above 300 lines, median at most 80', () => {
    const sizes = sources.map(lines).sort((left, right) => left - right);
    expect(sources.filter((file) => lines(file) > 300)).toEqual([]);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(80);
  });

  it('use no any, enum, default export, suppressed types or module mocks', () => {
    expect(
      filesWith(
        /:\s*any\b|<any\b|\bas any\b|^(export )?(const )?enum |^export default|@ts-(ignore|nocheck|expect-error)/m,
      ),
    ).toEqual([]);
    expect(
      filesWith(
        /vi\.mock\(|\b(it|test|describe)\.(only|skip|todo)\(/,
        listSources(['test']).filter((file) => file !== 'test/architecture/style.test.ts'),
      ),
    ).toEqual([]);
  });

  it('are named for what they hold', () => {
    expect(
      sources.filter((file) => /(^|[/-])(utils?|helpers?|managers?|impl|misc|common)([/.-]|$)/.test(file)),
    ).toEqual([]);
    expect(sources.filter((file) => !/^[a-z0-9./-]+$/.test(file))).toEqual([]);
  });

  it('import zod as a namespace: the other form puts every locale into the bundles', () => {
    expect(filesWith(/import \{[^}]*\bz\b[^}]*\} from 'zod'/)).toEqual([]);
  });
});

describe('entry points', () => {
  it('stay thin', () => {
    expect(listSources(['actions']).filter((file) => file.endsWith('/main.ts') && lines(file) > 40)).toEqual([]);
    expect(lines('app/index.ts')).toBeLessThanOrEqual(60);
  });
});
