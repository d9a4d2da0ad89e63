import { OperatorError } from '@tidegate/core/errors';
import type { Column, Columns } from '@tidegate/core/ports/model-runtime';
import type { AnswerPlan } from '@tidegate/core/serving/plan-answers';
import * as z from 'zod';

export const MOST_ROWS = 10_000;
const LONGEST_TEXT = 10_000;

type Row = Readonly<Record<string, number | string | null>>;
// Rows are checked one value at a time below: a list of everything that is wrong would be larger than the body.
const Body = z.strictObject({ rows: z.array(z.looseObject({})).min(1).max(MOST_ROWS) });

/**
 * Rows by column name into the columns that the model reads. null is a missing value; a column that is left out, one that the model does
 * not read and a value of the wrong type are refused, each with its row.
 */
export function parseRows(
  body: unknown,
  asked: AnswerPlan['columns'],
): { readonly rows: readonly Row[]; readonly columns: Columns } {
  const parsed = Body.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw invalid(`${issue?.path.join('.') || 'the body'}: ${issue?.message ?? 'not valid'}`);
  }
  const names = new Set(asked.map(({ name }) => name));
  const rows = parsed.data.rows.map((row, index): Row => {
    const unknown = Object.keys(row).find((name) => !names.has(name));
    if (unknown !== undefined)
      throw invalid(
        `rows.${index}: the model does not read a column ${JSON.stringify(unknown.slice(0, 80))}; it reads ${[...names].join(', ')}`,
      );
    const missing = [...names].find((name) => !Object.hasOwn(row, name));
    if (missing !== undefined)
      throw invalid(`rows.${index}: column ${JSON.stringify(missing)} is missing; send null for a missing value`);
    const values = asked.map(({ name, type }): [string, Row[string]] => {
      const read = type === 'string' ? readText : readNumber;
      return [name, read(row[name], `rows.${index}.${name}`)];
    });
    return Object.fromEntries(values);
  });
  const columns = asked.map(({ name, type }): [string, Column] => [
    name,
    type === 'string'
      ? rows.map((row) => String(row[name] ?? ''))
      : Float64Array.from(rows, (row) => Number(row[name] ?? Number.NaN)),
  ]);
  return { rows, columns: Object.fromEntries(columns) };
}

function readNumber(value: unknown, place: string): number | null {
  if (value === null || (typeof value === 'number' && Number.isFinite(value))) return value;
  throw invalid(`${place}: expected a number, got ${clip(value)}`);
}

function readText(value: unknown, place: string): string | null {
  if (value === null || (typeof value === 'string' && value.length <= LONGEST_TEXT)) return value;
  const got = typeof value === 'string' ? `${value.length} characters; at most ${LONGEST_TEXT} are read` : clip(value);
  throw invalid(`${place}: expected text, got ${got}`);
}

function clip(value: unknown): string {
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'an object';
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : String(value);
}

function invalid(problem: string): OperatorError {
  return new OperatorError(
    'input-invalid',
    `${problem}.`,
    'Send {"rows": [{"<column>": <value>, …}]} with every column of GET /v2/models/<name>.',
  );
}
