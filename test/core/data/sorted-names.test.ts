import { sortedNames } from '@tidegate/core/data/sorted-names';
import { expect, it } from 'vitest';

it.each([
  [
    ['TRUE', 'false'],
    ['false', 'TRUE'],
  ],
  [
    ['1', 'False'],
    ['False', '1'],
  ],
  [
    ['true', '0.0'],
    ['0.0', 'true'],
  ],
  [
    ['10.0', '9'],
    ['9', '10.0'],
  ],
  [
    ['+2', '-3'],
    ['-3', '+2'],
  ],
  [
    ['2', '0x10'],
    ['0x10', '2'],
  ],
  [
    ['maybe', 'TRUE'],
    ['TRUE', 'maybe'],
  ],
  [
    ['1.5x', '1.0'],
    ['1.0', '1.5x'],
  ],
  [
    ['9007199254740993.0', '9007199254740992'],
    ['9007199254740992', '9007199254740993.0'],
  ],
])('%j is sorted as the values are, not as they are written', (names, expected) => {
  expect(sortedNames(names)).toEqual(expected);
  expect(sortedNames([...names].reverse())).toEqual(expected);
});
