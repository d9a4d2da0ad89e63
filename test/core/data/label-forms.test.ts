import { createClassFinder, foldLabels, nameForms } from '@tidegate/core/data/label-forms';
import { describe, expect, it } from 'vitest';

describe('a label names its class', () => {
  it.each<[string, readonly string[], string, number | undefined]>([
    ['as it is written', ['no', 'yes'], 'yes', 1],
    ['in no other case', ['no', 'yes'], 'Yes', undefined],
    ['as a float for an int', ['0', '1'], '1.0', 1],
    ['as an int for a float', ['0.0', '1.0'], '1', 1],
    ['with other decimals', ['0.5', '1.5'], '1.50', 1],
    ['by its text before its value', ['1', '01'], '01', 1],
    ['in the case of another language', ['False', 'True'], 'true', 1],
    ['in capitals', ['false', 'true'], 'FALSE', 0],
    ['as the int of a boolean', ['False', 'True'], '1', 1],
    ['as the float of a boolean', ['False', 'True'], '0.0', 0],
    ['as the boolean of an int', ['0', '1'], 'True', 1],
    ['not as a boolean of other numbers', ['1', '2'], 'True', undefined],
    ['not as a boolean of several classes', ['0', '1', '2'], 'True', undefined],
    ['not as the int64 beside it', ['0', '9007199254740993'], '9007199254740992', undefined],
    ['as a float of the same digits', ['0', '9007199254740993'], '9007199254740993.0', 1],
    ['not when two classes have its value', ['007', '7', '07'], '7e0', undefined],
    ['not when two classes have its form', ['1', '1.0'], '1.00', undefined],
    ['not as a boolean that is two classes', ['0', 'false'], '0.0e0', undefined],
    ['not as a boolean among words', ['true', 'maybe'], 'TRUE', undefined],
    ['not as a hexadecimal', ['16', '2'], '0x10', undefined],
    ['not when it is empty', ['0', '1'], '', undefined],
    ['not when it is a blank', ['0', '1'], ' ', undefined],
  ])('%s', (_, classes, label, expected) => {
    expect(createClassFinder(classes)(label)).toBe(expected);
  });
});

it('a column has one spelling for each value, the first', () => {
  expect(foldLabels(['1.0', '0', '1', '0.0'])).toEqual(['1.0', '0', '1.0', '0']);
  expect(foldLabels(['True', 'false', 'TRUE'])).toEqual(['True', 'false', 'True']);
  expect(foldLabels(['True', 'true', 'maybe'])).toEqual(['True', 'true', 'maybe']);
});

it('columns that say the same have the same forms', () => {
  expect(nameForms(['1.0', '0.0'])).toEqual(nameForms(['1', '0']));
  expect(nameForms(['True', 'False'])).toEqual(nameForms(['true', 'FALSE']));
});
