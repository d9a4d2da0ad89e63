import type { Signature } from '@tidegate/core/data/signature';
import { OperatorError } from '@tidegate/core/errors';
import type { Column, Columns } from '@tidegate/core/ports/model-runtime';
import * as z from 'zod';

export const MOST_ROWS = 10_000;
const LONGEST_TEXT = 10_000;

const Row = z.record(z.string(), z.union([z.number(), z.string().max(LONGEST_TEXT), z.null()]));
export type Row = z.infer<typeof Row>;
const Body = z.strictObject({ rows: z.array(Row).min(1).max(MOST_ROWS) });

/**
 * Rows by column name into the model's inputs. null is a missing value; a column that is left out, one that the model does
 * not read and a value of the wrong type are refused, each with its row.
 */
export function parseRows(
  body: unknown,
  signature: Signature,
): { readonly rows: readonly Row[]; readonly columns: Columns } {
  const parsed = Body.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw invalid(`${issue?.path.join('.') || 'the body'}: ${issue?.message ?? 'not valid'}`);
  }
  const { rows } = parsed.data;
  const names = new Set(signature.inputs.map(({ name }) => name));
  for (const [index, row] of rows.entries()) {
    const unknown = Object.keys(row).find((name) => !names.has(name));
    if (unknown !== undefined)
      throw invalid(
        `rows.${index}: the model does not read a column ${JSON.stringify(unknown.slice(0, 80))}; it reads ${[...names].join(', ')}`,
      );
    const missing = [...names].find((name) => !Object.hasOwn(row, name));
    if (missing !== undefined)
      throw invalid(`rows.${index}: column ${JSON.stringify(missing)} is missing; send null for a missing value`);
  }
  const columns = signature.inputs.map(({ name, type }): [string, Column] => [
    name,
    type === 'string'
      ? rows.map((row, index) => readText(row[name], name, index))
      : Float64Array.from(rows, (row, index) => readNumber(row[name], name, index)),
  ]);
  return { rows, columns: Object.fromEntries(columns) };
}

function readNumber(value: Row[string] | undefined, name: string, row: number): number {
  if (value === null || value === undefined) return Number.NaN;
  if (typeof value === 'number') return value;
  throw invalid(`rows.${row}.${name}: expected a number, got ${JSON.stringify(value.slice(0, 60))}`);
}

function readText(value: Row[string] | undefined, name: string, row: number): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  throw invalid(`rows.${row}.${name}: expected text, got ${value}`);
}

function invalid(problem: string): OperatorError {
  return new OperatorError(
    'input-invalid',
    `${problem}.`,
    'Send {"rows": [{"<column>": <value>, …}]} with every column of GET /v2/models/<name>.',
  );
}
