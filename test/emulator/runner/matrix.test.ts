import { expandMatrix } from '@tidegate/emulator/runner/matrix';
import { expect, it } from 'vitest';

it.each([
  ['no matrix is one job', undefined, [{}]],
  [
    'axes are multiplied',
    { size: [1, 2], rate: ['a', 'b'] },
    [
      { size: 1, rate: 'a' },
      { size: 1, rate: 'b' },
      { size: 2, rate: 'a' },
      { size: 2, rate: 'b' },
    ],
  ],
  [
    'exclude drops what it matches in part',
    { size: [1, 2], rate: ['a', 'b'], exclude: [{ size: 1 }] },
    [
      { size: 2, rate: 'a' },
      { size: 2, rate: 'b' },
    ],
  ],
  // The example of docs.github.com, "Expanding or adding matrix configurations".
  [
    'include adds to what it fits and otherwise makes a job',
    {
      fruit: ['apple', 'pear'],
      animal: ['cat', 'dog'],
      include: [
        { color: 'green' },
        { color: 'pink', animal: 'cat' },
        { fruit: 'apple', shape: 'circle' },
        { fruit: 'banana' },
        { fruit: 'banana', animal: 'cat' },
      ],
    },
    [
      { fruit: 'apple', animal: 'cat', color: 'pink', shape: 'circle' },
      { fruit: 'apple', animal: 'dog', color: 'green', shape: 'circle' },
      { fruit: 'pear', animal: 'cat', color: 'pink' },
      { fruit: 'pear', animal: 'dog', color: 'green' },
      { fruit: 'banana' },
      { fruit: 'banana', animal: 'cat' },
    ],
  ],
  ['include alone is a list of jobs', { include: [{ site: 'a' }, { site: 'b' }] }, [{ site: 'a' }, { site: 'b' }]],
])('%s', (_, matrix, expected) => {
  expect(expandMatrix(matrix)).toEqual(expected);
});

it('refuses more jobs than GitHub runs', () => {
  const axis = Array.from({ length: 17 }, (_, index) => index);
  expect(() => expandMatrix({ a: axis, b: axis })).toThrow(/289 jobs; GitHub runs at most 256/);
});
