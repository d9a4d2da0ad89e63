import { mask, parseCommandLine } from '@tidegate/emulator/runner/workflow-commands';
import { expect, it } from 'vitest';

it.each([
  ['::error::broken', { command: 'error', properties: {}, message: 'broken' }],
  [
    '::warning file=src/a.ts,line=3,title=One%2C two::a%0Ab 100%25',
    { command: 'warning', properties: { file: 'src/a.ts', line: '3', title: 'One, two' }, message: 'a\nb 100%' },
  ],
  ['::group::Install', { command: 'group', properties: {}, message: 'Install' }],
  ['::endgroup::', { command: 'endgroup', properties: {}, message: '' }],
  ['see ::error::', undefined],
  ['::', undefined],
])('%s', (line, expected) => {
  expect(parseCommandLine(line)).toEqual(expected);
});

it('hides the longest secret first, every line of it, and no two letters', () => {
  expect(mask('key abcdef, abc, no', ['abc', 'abcdef', 'no'])).toBe('key ***, ***, no');
  expect(mask('-- second --', ['first\nsecond'])).toBe('-- *** --');
});
