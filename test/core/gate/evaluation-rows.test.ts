import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { createDuckDb } from '@tidegate/core/adapters/duckdb';
import { createGateTools } from '@tidegate/core/adapters/gate-tools';
import { loadTable } from '@tidegate/core/adapters/load-table';
import { Model } from '@tidegate/core/config/schema';
import { sourceOf, type TablePart, type TableSource } from '@tidegate/core/data/table';
import { takeTable } from '@tidegate/core/data/take-rows';
import { exportOnnx } from '@tidegate/core/export/export-onnx';
import { decideVerdict } from '@tidegate/core/gate/decide';
import { readEvaluationRows } from '@tidegate/core/gate/evaluation-rows';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROWS = 120_000;
const engine = createDuckDb();
let folder = '';
let file = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-rows-'));
  file = join(folder, 'rows.parquet');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const columns = `CAST(hash(i) % 1000 AS INTEGER) / 500.0 - 1 AS x, CAST(hash(i + 7) % 5 AS INTEGER) AS k,
    chr(97 + CAST(hash(i + 3) % 3 AS INTEGER)) AS plan, CAST(i AS VARCHAR) AS id`;
  const drawn = `SELECT *, CASE WHEN x + (hash(id) % 1000) / 500.0 - 1 > 0 THEN 'yes' ELSE 'no' END AS y
    FROM (SELECT ${columns} FROM range(${ROWS}) rows(i))`;
  await connection.run(`COPY (${drawn}) TO '${file}'`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const model = Model.parse({
  task: 'binary-classification',
  paths: ['train.ts'],
  training: { command: 'node train.ts' },
  data: {
    path: 'rows.parquet',
    target: 'y',
    positive: 'yes',
    features: { numeric: ['x', 'k'], categorical: ['plan'] },
  },
  evaluation: {
    replicates: 100,
    metrics: ['f1', 'roc_auc'],
    threshold: { choose: 'f1', on: 'training' },
    slices: [{ column: 'plan' }, { column: 'k', bins: [2] }, { where: 'x > (SELECT avg(x) FROM rows)' }],
  },
  gate: [
    { kind: 'threshold', metric: 'roc_auc', min: 0.6 },
    { kind: 'leakage', check: 'shared-rows', max: 1 },
    { kind: 'leakage', check: 'single-column', max: 1 },
    { kind: 'determinism' },
  ],
});

const bytes = exportOnnx({
  preprocessing: {
    numeric: ['x', 'k'].map((name) => ({ name, fill: 0, mean: 0, standardDeviation: 1 })),
    categorical: [{ name: 'plan', fill: 'a', categories: ['a', 'b', 'c'] }],
  },
  layers: [
    {
      units: 1,
      activation: 'sigmoid',
      kernel: Float32Array.from([1, 0.1, 0, 0.1, 0.2]),
      bias: Float32Array.from([0]),
    },
  ],
  output: 'probability',
});

/** The same rows, some at a time. */
function inPartsOf(table: TablePart, size: number): TableSource {
  return {
    source: table.source,
    async *chunks() {
      for (let from = 0; from < table.rows; from += size)
        yield takeTable(
          table,
          Array.from({ length: Math.min(size, table.rows - from) }, (_, row) => from + row),
        );
    },
  };
}

const judge = async (data: TableSource) => {
  const clock = { now: () => new Date('2026-01-02T03:04:05Z'), id: () => 'id' };
  const { verdict } = await decideVerdict({
    tools: createGateTools({ clock, workspace: '.', environment: {}, onLine: () => {} }),
    modelName: 'm',
    model,
    data,
    candidate: { bytes, source: 'm', commit: null, pullRequest: null, run: null },
    baseline: undefined,
    policy: { commit: null, digest: `sha256:${'0'.repeat(64)}` },
  });
  return verdict;
};

describe('rows that are read in parts', () => {
  it('give the verdict that the whole file in memory gives', async () => {
    const whole = await judge(sourceOf(await loadTable(engine, file, 'rows.parquet')));
    const streamed = await judge(engine.openTable(file, 'rows.parquet'));
    expect(streamed).toEqual(whole);
    expect(whole.evaluation.n).toBeGreaterThan(25_000);
    expect(whole.evaluation.thresholdFrom).toBe('training');
    expect(whole.slices.map(({ n }) => n).reduce((sum, n) => sum + n, 0)).toBeGreaterThan(2 * whole.evaluation.n);
  });

  it('give the same digest, truth and scores wherever a part ends', async () => {
    const table = await loadTable(engine, file, 'rows.parquet');
    const read = (size: number) => readEvaluationRows(model, { data: inPartsOf(table, size) });
    const [one, other] = await Promise.all([read(ROWS), read(7_001)]);
    expect(other.digest).toBe(one.digest);
    expect(other.truth).toEqual(one.truth);
    expect(other.sample.index).toEqual(one.sample.index);
    const changed = {
      ...table,
      cells: new Map([...table.cells, ['x', ['0.5', ...(table.cells.get('x') ?? []).slice(1)]]]),
    };
    expect(
      (await readEvaluationRows(model, { data: sourceOf(changed), evaluation: sourceOf(changed) })).digest,
    ).not.toBe((await readEvaluationRows(model, { data: sourceOf(table), evaluation: sourceOf(table) })).digest);
  });

  it('keep an even sample of many rows, and all that the policy names', async () => {
    const source = engine.openTable(file, 'rows.parquet');
    const rows = await readEvaluationRows(model, { data: source, evaluation: source });
    expect(rows.rows).toBe(ROWS);
    expect(rows.sample.rows).toBe(ROWS / 4);
    expect([...rows.sample.index.slice(0, 3)]).toEqual([0, 4, 8]);
    expect([...rows.table.cells.keys(), ...(rows.table.numbers?.keys() ?? [])].sort()).toEqual(['k', 'plan', 'y']);
    let batches = 0;
    for await (const { rows: count } of rows.batches()) batches += count > 0 ? 1 : 0;
    expect(batches).toBeGreaterThan(3);
  });

  it('say in which row a cell is wrong', async () => {
    const table = await loadTable(engine, file, 'rows.parquet');
    const x = [...(table.cells.get('x') ?? [])];
    x[100_000] = 'many';
    const broken = inPartsOf({ ...table, cells: new Map([...table.cells, ['x', x]]) }, 9_999);
    await expect(judge(broken)).rejects.toThrow('rows.parquet:100001 column "x": expected a number, got "many"');
  });
});

describe('a threshold on validation rows', () => {
  const onValidation = {
    ...model,
    evaluation: { ...model.evaluation, slices: [], threshold: { choose: 'f1', on: 'validation' as const } },
  };
  const judgeWith = async (validation: (table: TablePart) => TablePart) => {
    const table = takeTable(await loadTable(engine, file, 'rows.parquet'), [...Array(3_000).keys()]);
    const part = (from: number) =>
      takeTable(
        table,
        Array.from({ length: 1_000 }, (_, row) => from + row),
      );
    const clock = { now: () => new Date('2026-01-02T03:04:05Z'), id: () => 'id' };
    return decideVerdict({
      tools: createGateTools({ clock, workspace: '.', environment: {}, onLine: () => {} }),
      modelName: 'm',
      model: onValidation,
      data: sourceOf(part(0)),
      evaluation: sourceOf(part(1_000)),
      validation: sourceOf(validation(part(2_000))),
      candidate: { bytes, source: 'm', commit: null, pullRequest: null, run: null },
      baseline: undefined,
      policy: { commit: null, digest: `sha256:${'0'.repeat(64)}` },
    });
  };

  it('is chosen there, and the verdict says so', async () => {
    const { verdict } = await judgeWith((part) => part);
    expect(verdict.evaluation.thresholdFrom).toBe('validation');
    expect(verdict.evaluation.threshold).not.toBe(0.5);
  });

  it('is refused on the rows of the evaluation', async () => {
    const table = await loadTable(engine, file, 'rows.parquet');
    const judged = takeTable(
      table,
      Array.from({ length: 1_000 }, (_, row) => 1_000 + row),
    );
    await expect(judgeWith(() => ({ ...judged, source: 'validation.csv' }))).rejects.toThrow(
      'validation.csv holds the evaluation rows themselves',
    );
  });
});
