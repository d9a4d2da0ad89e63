import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parseDocument } from '@tidegate/core/document';
import { DRIFT_REPORT } from '@tidegate/core/drift/drift-report';
import { PROFILE } from '@tidegate/core/profile/profile';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCli } from './start-cli.ts';

let folder = '';
let cli: ReturnType<typeof startCli>;
const ROWS = 400;
const at = (row: number) => new Date(Date.UTC(2026, 0, 1) + row * 3_600_000).toISOString().replace('Z', '');
/** The same rows as pandas, Parquet and JSON hold them. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-same-'));
  const rows = Array.from({ length: ROWS }, (_, row) => ({ flag: row % 3 === 0, answer: row % 2 === 0, at: at(row) }));
  const csv = (text: (flag: boolean) => string) =>
    `flag,answer,at\n${rows.map(({ flag, answer, at }) => `${text(flag)},${answer ? 'yes' : 'no'},${at.slice(0, 19)}`).join('\n')}\n`;
  writeFileSync(
    join(folder, 'pandas.csv'),
    csv((flag) => (flag ? 'True' : 'False')),
  );
  writeFileSync(
    join(folder, 'loud.csv'),
    csv((flag) => String(flag).toUpperCase()),
  );
  writeFileSync(
    join(folder, 'mixed.csv'),
    `${csv((flag) => (flag ? 'True' : 'False'))}unknown,no,2026-01-01T00:00:00\n`,
  );
  writeFileSync(
    join(folder, 'lines.jsonl'),
    rows.map((row) => JSON.stringify({ ...row, answer: row.answer ? 'yes' : 'no' })).join('\n'),
  );
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT flag, answer, "at" FROM read_csv('${join(folder, 'loud.csv')}', types = {'answer': 'VARCHAR'})) TO '${join(folder, 'rows.parquet')}'`,
  );
  instance.closeSync();
  cli = startCli(folder);
});
afterAll(() => {
  cli.stop();
  rmSync(folder, { recursive: true, force: true });
});

const NAMES = ['pandas.csv', 'loud.csv', 'mixed.csv', 'lines.jsonl', 'rows.parquet'];
it.each(NAMES.flatMap((one) => NAMES.map((other) => [one, other])))(
  '%s and %s are the same rows',
  async (one, other) => {
    const { code, out, error } = await cli.run('drift', '--reference', one, '--current', other, '--format', 'json');
    expect(error).toBe('');
    const { columns } = parseDocument(DRIFT_REPORT, out, 'out');
    expect([code, columns.map(({ column, decision }) => [column, decision]).toSorted()]).toEqual([
      0,
      [
        ['answer', 'none'],
        ['at', 'none'],
        ['flag', 'none'],
      ],
    ]);
  },
);

it('true and false have one form, yes and no stay what was written, and times are times', async () => {
  for (const name of NAMES) {
    const { out } = await cli.run('profile', name);
    const { columns } = parseDocument(PROFILE, out, name);
    const values = (wanted: string) =>
      columns.flatMap((column) =>
        column.name === wanted && column.kind === 'categorical' ? column.categories.values.slice(0, 2) : [],
      );
    expect([name, values('flag'), values('answer').toSorted()]).toEqual([name, ['false', 'true'], ['no', 'yes']]);
    expect(columns.find((column) => column.name === 'at')?.kind).toBe('timestamp');
  }
});

it('digests of true and false are of one form too', async () => {
  await cli.run('profile', 'mixed.csv', '--hash-categories', '--out', 'hashed.json');
  expect((await cli.run('drift', '--reference', 'hashed.json', '--current', 'rows.parquet')).code).toBe(0);
});

it('expectations inferred from a CSV hold on the Parquet of the same rows', async () => {
  for (const from of ['pandas.csv', 'rows.parquet', 'lines.jsonl']) {
    await cli.run('data', 'infer', from, '--out', 'suite.yml', '--force');
    for (const name of ['pandas.csv', 'rows.parquet', 'lines.jsonl'])
      expect([from, name, await cli.run('data', 'validate', name, '--suite', 'suite.yml')]).toMatchObject([
        from,
        name,
        { code: 0, error: '' },
      ]);
  }
});
