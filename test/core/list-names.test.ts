import { listNames } from '@tidegate/core/list-names';
import { expect, it } from 'vitest';

it('names of a file are shown as they are, and quoted where they could be something else', () => {
  expect(listNames(['age', 'größe in cm', 'a.b-c_1'])).toBe('age, größe in cm, a.b-c_1');
  expect(listNames(['a, b', 'x\n::set-output name=outcome::pass', ' ', ''])).toBe(
    '"a, b", "x\\n::set-output name=outcome::pass", " ", ""',
  );
  expect(listNames(['a', 'b', 'c'], 2)).toBe('a, b and 1 more');
  expect(listNames(['x'.repeat(70)])).toBe(`"${'x'.repeat(60)}"`);
});
