import type { Drift } from '../../config/drift.ts';
import type { ColumnFacts } from '../../expectations/column-facts.ts';
import { lookForPersonal } from '../../expectations/personal/look-for-personal.ts';
import { PERSONAL_KINDS } from '../../expectations/personal/personal-kinds.ts';
import { rowHash } from '../../expectations/row-hash.ts';
import { describeTable } from '../../expectations/run/describe-table.ts';
import { runSteps } from '../../expectations/run/run-steps.ts';
import { isComparable } from '../../expectations/same-cell.ts';
import { done } from '../../expectations/step.ts';
import { type DescribedTable, findColumn } from '../../expectations/table-context.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Relation, SqlEngine } from '../../ports/sql-engine.ts';
import { buildReference, countAgainst } from '../../profile/build-profile.ts';
import { LEAST_ROWS } from '../../profile/hide-people.ts';
import type { CategoryCounts, ColumnProfile, Profile } from '../../profile/profile.ts';
import { compareProfiles } from '../compare-profiles.ts';
import type { ColumnDiff, DataDiff } from './data-diff.ts';
import { measureColumns } from './measure-columns.ts';

export interface DiffRequest {
  readonly engine: Pick<SqlEngine, 'dialect' | 'describe' | 'query' | 'close'>;
  readonly base: Relation;
  readonly head: Relation;
  readonly settings: Drift;
  readonly clock: Clock;
}

type Engine = DiffRequest['engine'];

/** Compares what the base branch has of a file with what a pull request makes of it. @throws OperatorError `data-invalid` */
export async function diffData({ engine, base, head, settings, clock }: DiffRequest): Promise<DataDiff> {
  const [before, after] = [await describeTable(engine, base), await describeTable(engine, head)];
  const pairs = after.columns.flatMap((column) => {
    const other = findColumn(before, column.name);
    return other ? [[other, column] as const] : [];
  });
  const measured = { base: await measureColumns(before, engine), head: await measureColumns(after, engine) };
  const rows = { base: measured.base.rows, head: measured.head.rows };
  const names = pairs.filter(([left, right]) => isComparable(left, right)).map(([{ name }]) => name);
  const profiles =
    names.length > 0 && rows.base > 0 ? await profileBoth({ engine, base, head, columns: names }) : undefined;
  const drift = profiles && compareProfiles({ reference: profiles.base, current: profiles.head, settings, clock });
  const personal = await findPersonal(engine, [before, after]);
  const columns: ColumnDiff[] = [];
  const least = settings.private ? LEAST_ROWS : 0;
  for (const [{ name }] of pairs) {
    const isPersonal = personal.has(name);
    const [left, right] = [measured.base.columns.get(name), measured.head.columns.get(name)];
    columns.push({
      name,
      missing: { base: left?.missing ?? 0, head: right?.missing ?? 0 },
      // One row more or less would tell its value.
      mean: settings.private ? { base: null, head: null } : { base: left?.mean ?? null, head: right?.mean ?? null },
      categories: profiles ? await diffCategories(engine, head, name, profiles, { isPersonal, least }) : null,
      isPersonal,
      drift: drift?.columns.find(({ column }) => column === name) ?? null,
    });
  }
  const isSameTable = pairs.length === before.columns.length && names.length === after.columns.length;
  return {
    rows,
    onlyIn: isSameTable && names.length > 0 ? await countOnlyIn(engine, before, after) : null,
    added: columnsWithout(after, before),
    removed: columnsWithout(before, after),
    retyped: pairs
      .filter(([left, right]) => left.nativeType !== right.nativeType)
      .map(([left, right]) => ({ name: right.name, base: left.nativeType, head: right.nativeType })),
    columns,
  };
}

interface Profiles {
  readonly base: Profile;
  readonly head: Profile;
}

async function profileBoth({
  engine,
  base,
  head,
  columns,
}: Pick<DiffRequest, 'engine' | 'base' | 'head'> & { readonly columns: readonly string[] }): Promise<Profiles> {
  const reference = await buildReference({ engine, relation: base, columns });
  return { base: reference, head: await countAgainst({ engine, relation: head, reference }) };
}

function columnsWithout({ columns }: DescribedTable, other: DescribedTable): DataDiff['added'] {
  return columns
    .filter(({ name }) => findColumn(other, name) === undefined)
    .map(({ name, nativeType }) => ({ name, type: nativeType }));
}

async function countOnlyIn(
  { dialect, query }: Engine,
  before: DescribedTable,
  after: DescribedTable,
): Promise<DataDiff['onlyIn']> {
  const hashOf = ({ columns, from }: DescribedTable) => {
    // In one order, so that a file with its columns moved holds the same rows.
    const sorted: readonly ColumnFacts[] = columns.toSorted((left, right) => (left.name < right.name ? -1 : 1));
    return { from, hash: rowHash(sorted, dialect) };
  };
  const [left, right] = [hashOf(before), hashOf(after)];
  const count = async (one: typeof left, other: typeof left) => {
    const [row] = await query(
      `SELECT count(*) FROM ${one.from} WHERE ${one.hash} NOT IN (SELECT ${other.hash} FROM ${other.from})`,
    );
    return Number(row?.[0] ?? 0);
  };
  return { base: await count(left, right), head: await count(right, left) };
}

const MOST_NAMES = 5;

async function diffCategories(
  engine: Engine,
  head: Relation,
  name: string,
  profiles: Profiles,
  { isPersonal, least }: { readonly isPersonal: boolean; readonly least: number },
): Promise<ColumnDiff['categories']> {
  const [before, after] = [categoriesOf(profiles.base, name), categoriesOf(profiles.head, name)];
  if (!before?.isComplete || !after) return null;
  const isNew = after.other > 0;
  const now = isNew
    ? categoriesOf(await buildReference({ engine, relation: head, columns: [name], categorical: [name] }), name)
    : undefined;
  const namesOf = ({ values, counts }: CategoryCounts) =>
    values.map((value, index) => ({ value, rows: counts[index] ?? 0 }));
  const gone = namesOf(before).filter(({ rows }, index) => after.counts[index] === 0 && rows > 0);
  const added = now ? namesOf(now).filter(({ value }) => !before.values.includes(value)) : [];
  const shown = (names: typeof added) =>
    (isPersonal ? [] : names.filter(({ rows }) => rows >= least)).map(({ value }) => value).slice(0, MOST_NAMES);
  return {
    added: isNew ? Math.max(1, added.length) : 0,
    gone: gone.length,
    addedNames: shown(added),
    goneNames: shown(gone),
  };
}

function categoriesOf({ columns }: Profile, name: string): CategoryCounts | undefined {
  const column: ColumnProfile | undefined = columns.find((one) => one.name === name);
  return column?.kind === 'categorical' ? column.categories : undefined;
}

/** Columns whose values must be nowhere told. */
async function findPersonal(
  { dialect, query }: Engine,
  tables: readonly DescribedTable[],
): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for (const { columns, from } of tables) {
    const step = lookForPersonal({ columns, kinds: PERSONAL_KINDS, leastShare: 0, dialect }, (found) => {
      for (const { column } of found) names.add(column);
      return done({ success: true, says: '' });
    });
    const scope = { from, numbered: undefined, segmentCode: undefined };
    await runSteps([{ scope, code: undefined, step }], (sql, mostRows) => query(sql, { mostRows }));
  }
  return names;
}
