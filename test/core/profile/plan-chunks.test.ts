import { chunkAt, planCalendar, planStarts } from '@tidegate/core/profile/plan-chunks';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';

const at = (text: string) => Date.parse(text) / 1000;
const names = (by: 'day' | 'week' | 'month', first: string, last: string) =>
  planCalendar(by, at(first), at(last)).map(({ name }) => name);

describe('chunks of the calendar', () => {
  it.each([
    ['month', '2015-11-30T23:59:59Z', '2016-02-01T00:00:00Z', ['2015-11', '2015-12', '2016-01', '2016-02']],
    // 2024-02-29 was a Thursday; its week began on Monday, the 26th.
    ['week', '2024-02-29T12:00:00Z', '2024-03-04T00:00:00Z', ['2024-02-26', '2024-03-04']],
    // The night on which European clocks go forward has 23 hours there, and 24 in UTC.
    ['day', '2026-03-28T23:00:00Z', '2026-03-30T00:00:00Z', ['2026-03-28', '2026-03-29', '2026-03-30']],
    ['month', '1969-12-31T23:59:59Z', '1970-01-01T00:00:00Z', ['1969-12', '1970-01']],
    ['week', '1969-12-28T00:00:00Z', '1969-12-29T00:00:00Z', ['1969-12-22', '1969-12-29']],
  ] as const)('by %s from %s to %s', (by, first, last, expected) => {
    expect(names(by, first, last)).toEqual(expected);
  });

  it('are refused beyond 400, before memory is', () => {
    expect(() => planCalendar('day', at('0001-01-01T00:00:00Z'), at('9999-12-31T00:00:00Z'))).toThrow(/more than 400/);
    expect(() => planStarts(Array.from({ length: 401 }, (_, index) => index))).toThrow(/more than 400/);
  });

  it('hold every time that was planned for, in the chunk that begins before it', () => {
    const random = xoroshiro128plus(3);
    const [first, last] = [at('2001-01-22T00:00:00Z'), at('2009-08-28T12:00:00Z')];
    const chunks = planCalendar('month', first, last);
    for (let draw = 0; draw < 2_000; draw += 1) {
      const time = first + (last - first) * uniformFloat64(random);
      expect(chunks[chunkAt(chunks, time)]?.name).toBe(new Date(time * 1000).toISOString().slice(0, 7));
    }
    expect([chunkAt(chunks, Number.NaN), chunkAt(chunks, first - 40 * 86_400)]).toEqual([-1, -1]);
    expect(chunks[chunkAt(chunks, last + 1e9)]?.name).toBe('2009-08');
  });
});

it('chunks of rows begin where their first row does; equal times stay together', () => {
  expect(planStarts([86_400, 0, 86_400])).toEqual([
    { name: '1970-01-01 00:00', from: 0 },
    { name: '1970-01-02 00:00', from: 86_400 },
  ]);
});
