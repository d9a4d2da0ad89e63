import { expect, it } from 'vitest';
import type { ConfusionMatrix } from '../../../core/evaluation/curves.ts';
import { renderConfusion } from '../../../core/report/render-confusion.ts';
import { makeVerdict } from '../release/validated.ts';

const render = async (confusion: ConfusionMatrix | null) => renderConfusion(await makeVerdict({ confusion }))[0] ?? '';
const matrix = (size: number) =>
  Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => (row === column ? 90 : (row + 1) % size === column ? 10 : 0)),
  );

it('shows rows and their share of the true class, of both models', async () => {
  const candidate = [
    [1040, 33],
    [41, 136],
  ];
  const text = await render({ classes: ['no', 'yes'], candidate, baseline: candidate });
  expect(text).toContain('Confusion matrix at threshold 0.5');
  expect(text).toMatch(/is `yes` \| +41 \(23\.2 %\) \| \*\*136 \(76\.8 %\)\*\* \|/);
  expect(text).toMatch(/\*\*Candidate\*\*[\s\S]*\*\*Production\*\*/);
});

it('shows a class without rows', async () => {
  const candidate = [
    [0, 0],
    [1, 2],
  ];
  expect(await render({ classes: ['a', 'b'], candidate, baseline: null })).toMatch(/is `a` \| +\*\*0 \(—\)\*\* /);
});

it('lists the commonest mistakes where a table would be too wide', async () => {
  const classes = Array.from({ length: 60 }, (_, index) => `class ${index}`);
  const text = await render({ classes, candidate: matrix(60), baseline: matrix(60) });
  expect(text).toContain('The commonest mistakes of 60 classes');
  expect(text.match(/^\| `class \d+` +\| `class \d+` +\| +10 \(10\.0 %\) \| +10 \(10\.0 %\) \|$/gm)).toHaveLength(20);
  const perfect = matrix(60).map((row) => row.map((n) => (n === 90 ? n : 0)));
  expect(await render({ classes, candidate: perfect, baseline: null })).toContain('makes no mistake');
});

it('is left out where there is none', async () => {
  expect(await render(null)).toBe('');
});
