import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { findChange, withLedElsewhere } from '../../../core/adapters/find-change.ts';

const folder = mkdtempSync(join(tmpdir(), 'tidegate-change-'));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'data'));
writeFileSync(join(folder, 'data/d.csv'), 'x\n1\n');
symlinkSync('data/d.csv', join(folder, 'd.csv'));
symlinkSync(join(folder, 'data'), join(folder, 'all'));
symlinkSync('around', join(folder, 'around'));
symlinkSync('../elsewhere.csv', join(folder, 'out.csv'));

it.each([
  ['data/d.csv', ['data/d.csv'], { kind: 'changed', at: 'data/d.csv' }],
  ['data/d.csv', ['data/e.csv'], { kind: 'none' }],
  ['./data//d.csv', ['data/d.csv'], { kind: 'changed', at: 'data/d.csv' }],
  ['d.csv', ['data/d.csv'], { kind: 'changed', at: 'data/d.csv' }],
  ['all/d.csv', ['data/d.csv'], { kind: 'changed', at: 'data/d.csv' }],
  ['d.csv', ['d.csv'], { kind: 'led-elsewhere', by: 'd.csv' }],
  ['data/d.csv', ['data'], { kind: 'led-elsewhere', by: 'data' }],
  ['new.csv', ['new.csv'], { kind: 'changed', at: 'new.csv' }],
  ['around', ['x'], { kind: 'none' }],
  ['out.csv', ['elsewhere.csv'], { kind: 'none' }],
  ['out.csv', ['out.csv'], { kind: 'led-elsewhere', by: 'out.csv' }],
  ['d.csv', Array.from({ length: 3_000 }, (_, index) => `${index}`), { kind: 'perhaps', at: 'data/d.csv' }],
])('finds what becomes of %s where %j changes', (path, files, change) => {
  expect(findChange(folder, path, files)).toEqual(change);
});

it('adds to the list what changes behind a link', () => {
  expect(withLedElsewhere(folder, ['data/d.csv'], ['d.csv', 'out.csv', undefined])).toEqual(['data/d.csv', 'd.csv']);
});
