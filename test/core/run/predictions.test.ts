import { describe, expect, it } from 'vitest';
import { parseFrameworkPredictions } from '../../../core/run/predictions.ts';

const text = (values: string, rows = 2) =>
  `{"kind": "tidegate.predictions", "version": 1, "rows": ${rows}, "values": ${values}}`;

it('reads what json.dump of Python writes', () => {
  expect(parseFrameworkPredictions(text('[1e-05, -0.5]'), 'predictions.json').values).toEqual([0.00001, -0.5]);
});

describe('what is no prediction is refused in words', () => {
  it.each([
    ['NaN as Python writes it', text('[0.5, NaN]'), 'predictions.json holds NaN; predictions must be finite numbers'],
    ['an infinity as Python writes it', text('[-Infinity, 1]'), 'holds -Infinity'],
    ['NaN as JavaScript writes it', text('[0.5, null]'), 'holds null'],
    ['a number that is too large', text('[0.5, 1e999]'), 'holds a number beyond 1.7976931348623157e+308 as value 2'],
    ['a truth', text('[true, 1]'), 'holds true'],
    ['a text', text('["0.5", 1]'), 'values.0'],
    ['other numbers of values for the rows', text('[0.5, 0.5, 0.5]'), 'the same number of values for every row'],
    ['text that is no JSON', 'row,score', 'is not JSON'],
    ['another document', '{"kind":"tidegate.verdict","version":1}', 'is not a tidegate.predictions document'],
    ['a row that is a list', text('[[0.5, 0.5], [1, 0]]'), 'values.0'],
  ])('%s', (_, document, message) => {
    expect(() => parseFrameworkPredictions(document, 'predictions.json')).toThrow(message);
    expect(() => parseFrameworkPredictions(document, 'predictions.json')).toThrow(
      expect.objectContaining({ name: 'OperatorError' }),
    );
  });

  // Each part would cost hundreds of bytes twice, as a value and as an issue: gigabytes for a file within its cap.
  it.each([
    ['lists, one for each row', '[0.5,0.5]', 'holds lists, objects or texts where numbers should be'],
    ['objects', '{}', 'holds lists, objects or texts'],
    ['texts', '""', 'holds lists, objects or texts'],
    ['truths', 'true', 'holds true'],
    ['infinities', '1e999', 'holds a number beyond'],
  ])('%s, by the million, without filling the memory', { retry: 2 }, (_, part, message) => {
    const hostile = text(`[${Array.from({ length: 2_000_000 }, () => part).join(',')}]`, 1_000_000);
    const before = process.memoryUsage().heapUsed; // what other tests of this thread left may be swept, or not yet
    expect(() => parseFrameworkPredictions(hostile, 'predictions.json')).toThrow(message);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000);
  });
});
