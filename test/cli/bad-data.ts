import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { drawing } from '../core/drift/random-profiles.ts';

type Cells = readonly [minutes: string, plan: string, since: string];
const HEADER = 'minutes,plan,since';

/** A row a minute of one day and a half or more, the same every time. */
function soundRows(count: number): readonly Cells[] {
  const { uniform } = drawing(11);
  return Array.from({ length: count }, (_, row) => [
    (10 * uniform()).toFixed(3),
    uniform() < 0.3 ? 'basic' : 'full',
    new Date(Date.UTC(2026, 0, 1, 0, row)).toISOString().slice(0, 19).replace('T', ' '),
  ]);
}

type Edit = (cells: Cells, row: number) => readonly string[];
function csv(edit: Edit = (cells) => cells, { rows = 600, header = HEADER } = {}): string {
  return `${header}\n${soundRows(rows)
    .map((cells, row) => edit(cells, row).join(','))
    .join('\n')}\n`;
}
const minutes = (value: (given: string, row: number) => string) =>
  csv(([given, ...others], row) => [value(given, row), ...others]);
const since = (value: (row: number) => string) => csv(([given, plan], row) => [given, plan, value(row)]);
/** Four half hours around the one that the clocks of Berlin leave out. */
const inGap = (row: number) => `2026-03-29 0${row % 4}:30:00`;

/** Names with all that ends a text, a cell, a line, an identifier or an element somewhere. */
export const HOSTILE_NAMES = ['min"utes\'; DROP TABLE x;\n-- <b>|', 'pl"a`n\r\n<script>alert(1)</script>'] as const;
const quoted = HOSTILE_NAMES.map((name) => `"${name.replaceAll('"', '""')}"`);

const TEXTS: Readonly<Record<string, string | Uint8Array>> = {
  'sound.csv': csv(),
  'empty.csv': '',
  'blank.csv': '\n\n\n',
  'header.csv': `${HEADER}\n`,
  'lacks.csv': csv(([, ...others]) => others, { header: 'plan,since' }),
  'words.csv': minutes((given) => (Number(given) > 5 ? 'long' : 'short')),
  'mixed.csv': minutes((given, row) => (row % 100 === 7 ? 'n/a' : given)),
  'all-null.csv': csv(() => ['', '', '']),
  'constant.csv': csv(([, , time]) => ['5', 'full', time]),
  'not-finite.csv': minutes((given, row) => ['nan', 'inf', '-inf', given, given, given][row % 6] ?? ''),
  'nan.csv': minutes(() => 'nan'),
  'greatest.csv': minutes((_, row) => (row % 2 ? '1e308' : '-1e308')),
  'categories.csv': csv(([given, , time], row) => [given, `customer ${row}`, time], { rows: 3_000 }),
  'latin-1.csv': Buffer.from(csv().replaceAll('basic', 'caf\xe9'), 'latin1'),
  'latin-1.jsonl': Buffer.from('{"minutes": 1, "plan": "caf\xe9"}\n'.repeat(9), 'latin1'),
  'twice.csv': csv(([given, ...others]) => [given, given, ...others], { header: `minutes,${HEADER}` }),
  'alike.csv': csv(([given, ...others]) => [given, given, ...others], { header: `Minutes,${HEADER}` }),
  'twice.jsonl': '{"minutes": 1, "minutes": 2, "plan": "secret"}\n'.repeat(9),
  'names.csv': csv(undefined, { header: [...quoted, 'since'].join(',') }),
  'zero.parquet': '',
  'gap.csv': since(inGap),
  'zones.csv': since((row) => `${inGap(row)}${['+01:00', 'Z', '-05:00'][row % 3]}`),
  'some-zones.csv': since((row) => `${inGap(row)}${['+01:00', 'Z', ''][row % 3]}`),
  'few.csv': csv(undefined, { rows: 8 }),
  'newer.json': '{"kind":"tidegate.profile","version":9}',
};

/** Writes all that a user may give by mistake, and `sound.csv`, into a folder. */
export async function writeBadData(folder: string): Promise<void> {
  const write = (name: string, bytes: string | Uint8Array) => writeFileSync(join(folder, name), bytes);
  for (const [name, text] of Object.entries(TEXTS)) write(name, text);
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const copy = (sql: string, name: string) =>
    connection.run(`COPY (${sql}) TO '${join(folder, name)}' (FORMAT parquet)`);
  const sound = `FROM read_csv('${join(folder, 'sound.csv')}')`;
  await copy(`SELECT * ${sound}`, 'sound.parquet');
  await copy(`SELECT * ${sound} LIMIT 0`, 'no-rows.parquet');
  await copy(`SELECT minutes AS xinutes, * ${sound}`, 'twice.parquet');
  connection.closeSync();
  const whole = readFileSync(join(folder, 'sound.parquet'));
  write('half.parquet', whole.subarray(0, whole.length / 2));
  write('end.parquet', whole.subarray(whole.length / 2));
  write('scratched.parquet', Uint8Array.from(whole).fill(0xff, 20, whole.length / 2));
  write(
    'twice.parquet',
    Buffer.from(
      readFileSync(join(folder, 'twice.parquet')).toString('latin1').replaceAll('xinutes', 'minutes'),
      'latin1',
    ),
  );
}
