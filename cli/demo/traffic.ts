import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findModel, parseConfig } from '@tidegate/core/config/parse-config';
import { parseTable } from '@tidegate/core/data/parse-table';
import { splitRows } from '@tidegate/core/data/split';
import type { Table } from '@tidegate/core/data/table';
import { OperatorError } from '@tidegate/core/errors';
import type { DemoSession } from './session.ts';

export type Customer = Readonly<Record<string, number | string | null>>;
export interface SamplePrediction {
  readonly inputs: Customer;
  readonly score: number;
  readonly label: string;
}

const ROWS_PER_REQUEST = 250;

/** Real customers to send as traffic: the holdout as it is, and a sub-population that really differs. */
export interface Traffic {
  readonly holdout: readonly Customer[];
  /** The quarter of all customers with the most day minutes: real rows, none invented. */
  readonly heavyCallers: readonly Customer[];
}

export async function readTraffic(session: DemoSession, root: string): Promise<Traffic> {
  const config = parseConfig((await session.reader.readText('tidegate.yml', 'main')) ?? '');
  const model = findModel(config, 'churn');
  const { data } = model;
  const table = await parseTable(readFileSync(join(root, 'templates/churn', data.path)), data.path);
  const rows = customersOf(table, data.features.numeric, data.features.categorical);
  const pick = (indices: readonly number[]) => indices.map((index) => rows[index]).filter((row) => row !== undefined);
  const minutes = (customer: Customer) => Number(customer['total_day_minutes']);
  return {
    holdout: pick(splitRows(table, model).holdout),
    heavyCallers: rows.toSorted((left, right) => minutes(right) - minutes(left)).slice(0, Math.floor(rows.length / 4)),
  };
}

function customersOf(table: Table, numeric: readonly string[], categorical: readonly string[]): Customer[] {
  return Array.from({ length: table.rows }, (_, row) => ({
    ...Object.fromEntries(numeric.map((column) => [column, Number(table.cells.get(column)?.[row])])),
    ...Object.fromEntries(categorical.map((column) => [column, table.cells.get(column)?.[row] ?? null])),
  }));
}

/** Sends customers to the model server as a client would; returns every answer. */
export async function sendTraffic(url: string, customers: readonly Customer[]): Promise<readonly SamplePrediction[]> {
  const answers: SamplePrediction[] = [];
  for (let start = 0; start < customers.length; start += ROWS_PER_REQUEST) {
    const rows = customers.slice(start, start + ROWS_PER_REQUEST);
    const response = await fetch(`${url}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ rows }),
    });
    if (!response.ok) {
      throw new OperatorError(
        'serving-unreachable',
        `${url}/predict answered ${response.status}: ${await response.text()}`,
        'Look at the log of the model server.',
      );
    }
    const { predictions } = (await response.json()) as { predictions: { score: number; label: string }[] };
    answers.push(...predictions.map(({ score, label }, index) => ({ inputs: rows[index] ?? {}, score, label })));
  }
  return answers;
}
