import { closest } from '../config/closest.ts';
import type { Digest } from '../digest.ts';
import { OperatorError } from '../errors.ts';
import type { QueryOptions, Relation, SqlColumn, SqlEngine } from '../ports/sql-engine.ts';
import { countColumns } from './count-columns.ts';
import { freezeColumns } from './freeze-columns.ts';
import { frozenOf } from './frozen.ts';
import { type ColumnChoice, planColumns } from './plan-columns.ts';
import type { Profile } from './profile.ts';

export interface ProfileRequest extends QueryOptions {
  readonly engine: SqlEngine;
  readonly relation: Relation;
  readonly model?: string | undefined;
  readonly digest?: Digest | undefined;
}

export interface Privacy {
  /** Categories are kept as digests of their values. */
  readonly hashCategories?: boolean | undefined;
}

/** A reference: grids are chosen from a sample of the rows, and all rows are counted on them. @throws OperatorError `data-invalid` */
export async function buildReference(request: ProfileRequest & ColumnChoice & Privacy): Promise<Profile> {
  const { engine, relation } = request;
  const columns = await engine.describe(relation);
  refuseUnknown(request, columns, relation);
  const planned = planColumns(columns, request, engine.dialect);
  const rows = await countRows(engine, relation);
  if (rows === 0)
    throw new OperatorError('data-invalid', `${relation.source} has zero rows.`, 'Profile a file with rows.');
  const frozen = await freezeColumns(engine, relation, rows, planned, request);
  return { ...describe(request, rows), columns: await countColumns(engine, relation, rows, frozen, request) };
}

/** Other rows, counted on the grids of a reference. @throws OperatorError `data-invalid` for a column that is missing */
export async function countAgainst(request: ProfileRequest & { readonly reference: Profile }): Promise<Profile> {
  const { engine, relation, reference } = request;
  const columns = await engine.describe(relation);
  refuseUnknown({ columns: reference.columns.map(({ name }) => name) }, columns, relation);
  const rows = await countRows(engine, relation);
  return {
    ...describe(request, rows),
    columns: await countColumns(engine, relation, rows, frozenOf(reference), request),
  };
}

function describe({ model, relation, digest }: ProfileRequest, rows: number): Omit<Profile, 'columns'> {
  const source = { name: relation.source, rows, digest: digest ?? null };
  return { kind: 'tidegate.profile', version: 1, model: model ?? null, source };
}

async function countRows(engine: SqlEngine, relation: Relation): Promise<number> {
  const [[rows] = [0]] = await engine.query(`SELECT count(*) FROM ${relation.from}`);
  return Number(rows);
}

function refuseUnknown(choice: ColumnChoice, columns: readonly SqlColumn[], { source }: Relation): void {
  const known = columns.map(({ name }) => name);
  const { prediction, target } = choice;
  const asked = [...(choice.columns ?? []), ...(choice.categorical ?? []), prediction, target];
  const missing = asked.find((name) => name !== undefined && !known.includes(name));
  if (missing === undefined) return;
  const near = closest(missing, known);
  throw new OperatorError(
    'data-invalid',
    `${source} has no column ${JSON.stringify(missing)}.`,
    near ? `Did you mean ${JSON.stringify(near)}?` : `It has ${known.slice(0, 40).join(', ')}.`,
  );
}
