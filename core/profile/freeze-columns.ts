import type { Relation, SqlEngine, SqlRow, SqlValue } from '../ports/sql-engine.ts';
import { finiteOf } from './count-sql.ts';
import { chooseGrid, leastOfAtom } from './freeze-values.ts';
import type { FrozenColumn, FrozenNumbers } from './frozen.ts';
import { BINS } from './grid.ts';
import { inGroups } from './in-groups.ts';
import { LISTED_MAX_CHARACTERS } from './listed-value.ts';
import { oneFormOf } from './one-form.ts';
import { PATTERN_NAMES } from './patterns.ts';
import type { PlannedColumn } from './plan-columns.ts';
import { quartilesOf, sampleRows } from './sample-rows.ts';

const MOST_VALUES = 200;
const MOST_COMPONENTS = 64;
const COLUMNS_A_QUERY = 40;
const COLUMNS_A_SAMPLE = 100;
const LARGE = 1e140;
const FACTS = 5; // of a column: quartiles, deviation, rows
/** A text column whose values hardly repeat is no category. */
const TEXT = { leastDistinct: 1_000, leastShare: 0.5 };

interface ColumnPrivacy {
  readonly hashCategories?: boolean | undefined;
  readonly private?: boolean | undefined;
}

/** Chooses the grids of a reference. @throws OperatorError `data-invalid` */
export async function freezeColumns(
  engine: SqlEngine,
  relation: Relation,
  rows: number,
  columns: readonly PlannedColumn[],
  privacy: ColumnPrivacy = {},
): Promise<FrozenColumn[]> {
  const frozen: FrozenColumn[] = [];
  // A sample of a thousand columns at once would not fit into the memory that the engine may use.
  for (const some of inGroups(columns, COLUMNS_A_SAMPLE))
    frozen.push(...(await freezeSome(engine, relation, rows, some, privacy)));
  return frozen;
}

async function freezeSome(
  engine: SqlEngine,
  relation: Relation,
  rows: number,
  columns: readonly PlannedColumn[],
  { hashCategories = false, private: isPrivate = false }: ColumnPrivacy,
): Promise<FrozenColumn[]> {
  const names = columns.map(({ name }) => name);
  const sample = await sampleRows(engine, relation, rows, names);
  const planned = await tellTexts(engine, sample, columns);
  const frozen = new Map<string, FrozenColumn>();
  const { dialect } = engine;
  const numbers = planned.flatMap(({ name, role, kind, value }) =>
    kind === 'numeric' || kind === 'timestamp'
      ? [{ name, value, keep: (grid: FrozenNumbers) => frozen.set(name, { name, role, kind, numbers: grid }) }]
      : kind === 'text'
        ? [
            {
              name,
              value: dialect.castToDouble(dialect.length(value)),
              keep: (grid: FrozenNumbers) => frozen.set(name, { name, role, kind, length: grid }),
            },
          ]
        : [],
  );
  const grids = await chooseGrids(
    engine,
    sample,
    numbers.map(({ value }) => value),
    isPrivate,
  );
  numbers.forEach(({ keep }, index) => {
    keep(grids[index] ?? { grid: { center: 0, scale: 1 }, atoms: [] });
  });
  for (const { name, role, kind, value } of planned)
    if (kind === 'categorical')
      frozen.set(name, {
        name,
        role,
        kind,
        categories: hashCategories
          ? { ...(await mostFrequent(engine, relation, dialect.digest(oneFormOf(value)))), hashed: true }
          : await mostFrequent(engine, relation, value),
      });
  for (const column of planned)
    if (column.kind === 'embedding') frozen.set(column.name, await freezeEmbedding(engine, sample, column, isPrivate));
  return planned.flatMap(({ name }) => frozen.get(name) ?? []);
}

async function tellTexts(
  engine: SqlEngine,
  sample: Relation,
  columns: readonly PlannedColumn[],
): Promise<readonly PlannedColumn[]> {
  const asked = columns.filter(({ kind }) => kind === 'categorical');
  if (asked.length === 0) return columns;
  const texts = new Set<string>();
  for (const some of inGroups(asked, COLUMNS_A_QUERY)) {
    const list = some.flatMap(({ value }) => [`count(DISTINCT ${value})`, `count(${value})`]).join(', ');
    const [row = []] = await engine.query(`SELECT ${list} FROM ${sample.from}`);
    some.forEach(({ name }, index) => {
      const [distinct, present] = [Number(row[2 * index]), Number(row[2 * index + 1])];
      if (distinct >= TEXT.leastDistinct && distinct >= TEXT.leastShare * present) texts.add(name);
    });
  }
  return columns.map((column) => (texts.has(column.name) ? { ...column, kind: 'text' as const } : column));
}

/** Center: the median; scale: IQR / 1.349, else the standard deviation, else 1; 12 digits, so that text round-trips. */
async function chooseGrids(
  engine: SqlEngine,
  sample: Relation,
  values: readonly string[],
  isPrivate: boolean,
): Promise<FrozenNumbers[]> {
  const { dialect } = engine;
  const grids: FrozenNumbers[] = [];
  for (const some of inGroups(values, COLUMNS_A_QUERY)) {
    const finite = some.map((value) => finiteOf(value, dialect));
    const inner = finite.map((value, place) => `${value} AS v${place}`).join(', ');
    const names = finite.map((_, place) => `v${place}`);
    const list = names.flatMap((value) => [
      ...quartilesOf(value, dialect),
      // Without values whose squares would overflow: it is asked only where the quartiles are one.
      `stddev_pop(CASE WHEN abs(${value}) <= ${dialect.double(LARGE)} THEN ${value} ELSE NULL END)`,
      `count(${value})`,
    ]);
    const [row = []] = await engine.query(`SELECT ${list.join(', ')} FROM (SELECT ${inner} FROM ${sample.from}) x`);
    const atoms = await findAtoms(engine, sample, finite, row);
    some.forEach((_, index) => {
      grids.push({ grid: gridOf(row.slice(FACTS * index, FACTS * (index + 1)), isPrivate), atoms: atoms[index] ?? [] });
    });
  }
  return grids;
}

function gridOf(facts: readonly SqlValue[], isPrivate: boolean): FrozenNumbers['grid'] {
  const [low = 0, middle = 0, high = 0] = facts.slice(0, 3).map((fact) => (fact === null ? Number.NaN : Number(fact)));
  return chooseGrid({ quartiles: [low, middle, high], deviation: Number(facts[3]), isPrivate });
}

/** Values that hold 1 / 512 of the rows or more. */
async function findAtoms(
  engine: SqlEngine,
  sample: Relation,
  values: readonly string[],
  facts: SqlRow,
): Promise<readonly (readonly number[])[]> {
  const queries = values.map((value, index) => {
    const least = leastOfAtom(Number(facts[FACTS * index + 4] ?? 0));
    return `SELECT ${index} AS id, v FROM (SELECT ${value} AS v FROM ${sample.from}) x WHERE v IS NOT NULL GROUP BY v HAVING count(*) >= ${least}`;
  });
  const atoms = values.map((): number[] => []);
  for (const [id, value] of await engine.query(queries.join(' UNION ALL '))) atoms[Number(id)]?.push(Number(value));
  return atoms.map((some) =>
    [...new Set(some.map((value) => value + 0))].sort((left, right) => left - right).slice(0, 2 * BINS),
  );
}

async function mostFrequent(
  engine: SqlEngine,
  relation: Relation,
  value: string,
): Promise<{ readonly values: readonly string[]; readonly isComplete: boolean }> {
  const counted = `SELECT v, count(*) AS n FROM (SELECT ${value} AS v FROM ${relation.from}) x WHERE v IS NOT NULL GROUP BY v`;
  const isLong = `${engine.dialect.length('v')} > ${LISTED_MAX_CHARACTERS}`;
  const form = `CASE WHEN ${isLong} THEN NULL ELSE ${oneFormOf('v')} END`;
  const formed = `SELECT f, sum(n) AS c FROM (SELECT ${form} AS f, n FROM (${counted}) y) z GROUP BY f`;
  const rows = await engine.query(`SELECT f, c FROM (${formed}) w ORDER BY c DESC, f LIMIT ${MOST_VALUES + 1}`);
  const listed = rows.filter(([text]) => text !== null);
  const isComplete = rows.length <= MOST_VALUES && listed.length === rows.length;
  return { values: listed.slice(0, MOST_VALUES).map(([text]) => String(text)), isComplete };
}

async function freezeEmbedding(
  engine: SqlEngine,
  sample: Relation,
  column: PlannedColumn,
  isPrivate: boolean,
): Promise<FrozenColumn> {
  const { name, role, value } = column;
  const [[length] = [0]] = await engine.query(`SELECT max(len(${value})) FROM ${sample.from}`);
  const dimensions = Math.max(1, Number(length ?? 1));
  const count = Math.min(MOST_COMPONENTS, dimensions);
  const indices = Array.from({ length: count }, (_, place) => Math.floor((place * dimensions) / count));
  const values = [normOf(value), ...indices.map((index) => componentOf(value, index))];
  const [norm, ...components] = await chooseGrids(engine, sample, values, isPrivate);
  const nothing: FrozenNumbers = { grid: { center: 0, scale: 1 }, atoms: [] };
  return {
    name,
    role,
    kind: 'embedding',
    dimensions,
    norm: { ...(norm ?? nothing), atoms: [] },
    components: indices.map((index, place) => ({ index, numbers: { ...(components[place] ?? nothing), atoms: [] } })),
  };
}

export function normOf(value: string): string {
  return `sqrt(list_sum(list_transform(${value}, e -> CAST(e AS DOUBLE) * CAST(e AS DOUBLE))))`;
}

export function componentOf(value: string, index: number): string {
  return `CAST(${value}[${index + 1}] AS DOUBLE)`;
}

export const FROZEN_PATTERNS = { values: PATTERN_NAMES, isComplete: true } as const;
