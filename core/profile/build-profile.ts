import { closest } from '../config/closest.ts';
import type { Digest } from '../digest.ts';
import { OperatorError } from '../errors.ts';
import { listNames } from '../list-names.ts';
import type { QueryOptions, Relation, SqlColumn, SqlEngine } from '../ports/sql-engine.ts';
import { countColumns } from './count-columns.ts';
import { freezeColumns } from './freeze-columns.ts';
import { type FrozenColumn, frozenOf, refine } from './frozen.ts';
import { type ColumnChoice, findNotCounted, planColumns } from './plan-columns.ts';
import type { ColumnProfile, Profile } from './profile.ts';
import { readAsFrozen } from './read-as-frozen.ts';
import { type Split, splitRows } from './split.ts';

export interface ProfileRequest extends QueryOptions {
  readonly engine: SqlEngine;
  readonly relation: Relation;
  readonly model?: string | undefined;
  readonly digest?: Digest | undefined;
}

export interface Privacy {
  /** Categories are kept as digests of their values. */
  readonly hashCategories?: boolean | undefined;
  /** Grids are chosen so coarse that they tell no value of a row. */
  readonly private?: boolean | undefined;
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
  const counted = { ...describe(request, rows), columns: await countInOne(request, rows, frozen) };
  const notCounted = findNotCounted(columns, request);
  return notCounted.length > 0 ? { ...counted, notCounted: [...notCounted] } : counted;
}

/** Other rows, counted on the grids of a reference. @throws OperatorError `data-invalid` for a column that is missing */
export async function countAgainst(request: ProfileRequest & { readonly reference: Profile }): Promise<Profile> {
  const { frozen, relation } = await findFrozen(request);
  const rows = await countRows(request.engine, relation);
  return { ...describe(request, rows), columns: await countInOne({ ...request, relation }, rows, frozen) };
}

/** The rows with the types that their columns have in the reference. @throws OperatorError `data-invalid` */
export async function readLikeReference(request: ProfileRequest & { readonly reference: Profile }): Promise<Relation> {
  return (await findFrozen(request)).relation;
}

/** The same rows on finer grids, of some columns: what 256 bins leave open. Not to be stored. */
export async function countFiner(
  request: ProfileRequest & { readonly reference: Profile; readonly names: ReadonlySet<string> },
): Promise<ColumnProfile[]> {
  const { frozen, relation } = await findFrozen(request);
  const finer = frozen.filter(({ name }) => request.names.has(name)).map(refine);
  return countInOne({ ...request, relation }, await countRows(request.engine, relation), finer);
}

/** Rows in parts, each of them a profile on the grids of the reference. @throws OperatorError `data-invalid` */
export async function countParts(
  request: ProfileRequest & { readonly reference: Profile; readonly split: Split },
): Promise<Profile[]> {
  const { engine, split } = request;
  const { frozen, relation } = await findFrozen(request);
  const counted = await splitRows(engine, relation, split, frozen.length, request);
  const parts = await countColumns(engine, counted, frozen, request);
  return parts.map((columns, part) => ({ ...describe(request, counted.rows[part] ?? 0), columns }));
}

async function countInOne(
  request: ProfileRequest,
  rows: number,
  frozen: readonly FrozenColumn[],
): Promise<ColumnProfile[]> {
  const [columns = []] = await countColumns(request.engine, { ...request.relation, rows: [rows] }, frozen, request);
  return columns;
}

/** Predictions and targets of the reference are counted where the rows have them: a log of predictions has no labels yet. */
async function findFrozen({ engine, relation, reference }: ProfileRequest & { readonly reference: Profile }): Promise<{
  readonly frozen: readonly FrozenColumn[];
  readonly relation: Relation;
}> {
  const columns = await engine.describe(relation);
  const features = reference.columns.filter(({ role }) => role === 'feature');
  refuseUnknown({ columns: features.map(({ name }) => name) }, columns, relation, LEAVE_OUT);
  const known = new Set(columns.map(({ name }) => name));
  const frozen = frozenOf(reference).filter(({ name }) => known.has(name));
  return { frozen, relation: await readAsFrozen(engine, relation, columns, frozen) };
}

function describe({ model, relation, digest }: ProfileRequest, rows: number): Omit<Profile, 'columns'> {
  const source = { name: relation.source, rows, digest: digest ?? null };
  return { kind: 'tidegate.profile', version: 1, model: model ?? null, source };
}

async function countRows(engine: SqlEngine, relation: Relation): Promise<number> {
  const [[rows] = [0]] = await engine.query(`SELECT count(*) FROM ${relation.from}`);
  return Number(rows);
}

const LEAVE_OUT = ' Or compare others only: --columns <names>.';

function refuseUnknown(choice: ColumnChoice, columns: readonly SqlColumn[], { source }: Relation, also = ''): void {
  const known = columns.map(({ name }) => name);
  const { prediction, target } = choice;
  const asked = [...(choice.columns ?? []), ...(choice.categorical ?? []), prediction, target];
  const missing = asked.find((name) => name !== undefined && !known.includes(name));
  if (missing === undefined) return;
  const near = closest(missing, known);
  throw new OperatorError(
    'data-invalid',
    `${source} has no column ${JSON.stringify(missing)}.`,
    `${near ? `Did you mean ${JSON.stringify(near)}?` : `It has ${listNames(known)}.`}${also}`,
  );
}
