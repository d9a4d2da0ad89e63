import { openData } from '@tidegate/core/adapters/open-data';
import { Drift } from '@tidegate/core/config/drift';
import { compareProfiles } from '@tidegate/core/drift/compare-profiles';
import { countReferenceSegments } from '@tidegate/core/drift/count-reference';
import { countWindow } from '@tidegate/core/drift/count-window';
import { DriftReport } from '@tidegate/core/drift/drift-report';
import { buildReference, countFiner } from '@tidegate/core/profile/build-profile';
import { renderDriftReport } from '@tidegate/core/report/render-drift';
import { describe, expect, it } from 'vitest';
import { drawing } from './random-profiles.ts';

const clock = { now: () => new Date('2026-01-02T03:04:05Z'), id: () => 'id' };
const DISTANCES = [
  'wasserstein',
  'kolmogorov-smirnov',
  'population-stability-index',
  'jensen-shannon',
  'hellinger',
] as const;
/** SQL of columns as odd as can be, of the row `i`. */
const NUMBERS = [
  'NULL::DOUBLE',
  "'nan'::DOUBLE",
  "CASE WHEN i % 2 = 0 THEN 'inf'::DOUBLE ELSE '-inf'::DOUBLE END",
  '3.0',
  '0.0',
  '-0.0',
  'CASE WHEN i = 7 THEN 1e308 ELSE -1e308 END',
  'CASE WHEN i = 7 THEN 5e-324 ELSE 0 END',
  'CASE WHEN i % 3 = 0 THEN NULL ELSE sin(i) END',
  'i::DOUBLE',
  'sin(i) * 1e300',
  'tan(i) * 1e306',
  'cos(i) * 1.7e308',
  'sin(i) * 1e-310',
  'CASE WHEN i = 0 THEN 1.0 ELSE NULL END',
  '1e9 + sin(i) / 1e6',
];
const TEXTS = [
  'NULL::VARCHAR',
  "''",
  "'one'",
  "CASE WHEN i % 2 = 0 THEN 'a' ELSE NULL END",
  "'v' || i",
  "'v' || (i % 300)",
];

describe('columns of all kinds of oddness', () => {
  it('have a verdict each, and no NaN anywhere, in random pairs', async () => {
    const { uniform } = drawing(77);
    const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(uniform() * items.length)] as Item;
    for (let pair = 0; pair < 15; pair += 1) {
      const columns = Array.from({ length: 6 }, (_, place) => {
        const choice = place < 4 ? NUMBERS : TEXTS;
        const mine = pick(choice);
        return { name: `c${place}`, mine, theirs: uniform() < 0.4 ? mine : pick(choice) };
      });
      const sqlOf = (side: 'mine' | 'theirs', rows: number) =>
        `sql:SELECT ${columns.map((column) => `${column[side]} AS ${column.name}`).join(', ')}, CASE WHEN i % 5 = 0 THEN NULL ELSE 's' || (i % 3) END AS seg, DATE '2026-01-01' + CAST(i % 90 AS INTEGER) AS day FROM range(${rows}) t(i)`;
      const rows = [pick([1, 2, 30, 700]), pick([0, 1, 8, 250, 900])] as const;
      const { engine, relations, close } = await openData([sqlOf('mine', rows[0]), sqlOf('theirs', rows[1])], {
        threads: 1,
      });
      const [mine, theirs] = relations;
      if (!mine || !theirs) throw new Error('two relations were asked for');
      const reference = await buildReference({ engine, relation: mine });
      const segments = await countReferenceSegments({ engine, relation: mine, reference }, ['seg']);
      const chunk = rows[1] === 0 ? undefined : ({ column: 'day', by: 'month' } as const);
      const window = await countWindow({ engine, relation: theirs, reference }, { segments, chunk });
      const names = new Set(columns.map(({ name }) => name));
      const finer = {
        reference: await countFiner({ engine, relation: mine, reference, names }),
        current: await countFiner({ engine, relation: theirs, reference, names }),
      };
      await close();
      const settings = Drift.parse({ 'min-rows': pick([1, 200]), numeric: { distance: pick(DISTANCES) } });
      const report = compareProfiles({ reference, ...window, settings, clock, finer });
      const where = JSON.stringify({ rows, columns });
      expect(DriftReport.safeParse(report).error, where).toBeUndefined();
      expect(findNaN(report), where).toEqual([]);
      expect(report.columns.map(({ column }) => column).toSorted(), where).toEqual([...names, 'day', 'seg'].toSorted());
      expect(renderDriftReport(report), where).not.toMatch(/NaN|undefined|Infinity/);
      // What is the same on both sides has not drifted, however odd it is.
      const same = columns.filter((column) => column.mine === column.theirs && !column.mine.includes('i'));
      for (const { name } of same)
        expect(report.columns.find(({ column }) => column === name)?.decision, `${name} of ${where}`).not.toBe('drift');
    }
  }, 120_000);
});

function findNaN(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => findNaN(item, `${path}.${key}`));
}
