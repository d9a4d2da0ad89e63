import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findModel, parseConfig } from '@tidegate/core/config/parse-config';
import { parseTable } from '@tidegate/core/data/parse-table';
import { readFeatures } from '@tidegate/core/data/read-columns';
import { parseDocument } from '@tidegate/core/document';
import { compareProfiles } from '@tidegate/core/drift/compare-profiles';
import { DRIFT_REPORT } from '@tidegate/core/drift/drift-report';
import type { Column } from '@tidegate/core/ports/model-runtime';
import { countColumnsAgainst, profileColumns } from '@tidegate/core/profile/profile-columns';
import { expect, it } from 'vitest';
import { drift } from '../../cli/compare-drift.ts';

const FOLDER = join(import.meta.dirname, '../../templates/chicago');
const { data, drift: settings } = findModel(
  parseConfig(readFileSync(join(FOLDER, 'tidegate.yml'), 'utf8')),
  'ridership',
);
const YEAR = 365;
const clock = { now: () => new Date('2026-01-02T03:04:05Z'), id: () => 'id' };

async function readDays(file: string) {
  const table = await parseTable(readFileSync(join(FOLDER, file)), file);
  return { rows: table.rows, dates: table.cells.get('date') ?? [], columns: readFeatures(table, data) };
}
const judged = await readDays('data/evaluation.csv');
const learnt = await readDays('data/train.csv');
const source = (rows: number) => ({ name: 'days', rows, digest: null });
const reference = profileColumns({ model: 'ridership', columns: judged.columns, source: source(judged.rows) });

/** What the policy says of a year's days, by the day that they begin with. */
function outcomesOf({ rows, dates, columns }: typeof judged, step: number): Record<string, string> {
  const starts = Array.from({ length: Math.floor((rows - YEAR) / step) + 1 }, (_, index) => index * step);
  return Object.fromEntries(
    starts.map((start) => {
      const days = Object.entries(columns).map(([name, values]): [string, Column] => [
        name,
        values.slice(start, start + YEAR),
      ]);
      const current = countColumnsAgainst(reference, {
        model: null,
        columns: Object.fromEntries(days),
        source: source(YEAR),
      });
      return [dates[start] ?? '', compareProfiles({ reference, current, settings, clock }).outcome];
    }),
  );
}

it('its drift settings stay silent over any year of the days that judge, whatever the season it begins in', () => {
  const outcomes = outcomesOf(judged, 30);
  expect(Object.keys(outcomes).length).toBeGreaterThan(7);
  expect(new Set(Object.values(outcomes))).toEqual(new Set(['none']));
});

it('they find that each year before was another', () => {
  const outcomes = outcomesOf(learnt, YEAR);
  expect(Object.keys(outcomes)).toHaveLength(13);
  expect(new Set(Object.values(outcomes))).toEqual(new Set(['drift']));
});

it('shows in which months the old days differ, as its README says', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-chicago-months-'));
  const out = join(folder, 'months.json');
  const code = await drift({
    reference: join(FOLDER, 'data/evaluation.csv'),
    current: [join(FOLDER, 'data/train.csv')],
    config: join(FOLDER, 'tidegate.yml'),
    model: 'ridership',
    time: 'date',
    chunkBy: 'month',
    minRows: 25,
    format: 'json',
    out,
  });
  const report = parseDocument(DRIFT_REPORT, readFileSync(out, 'utf8'), out);
  rmSync(folder, { recursive: true });
  expect(code).toBe(1);
  const outcomes = report.chunks?.parts.map(({ outcome }) => outcome) ?? [];
  expect([outcomes.length, outcomes.filter((outcome) => outcome === 'drift').length]).toEqual([168, 155]);
});
