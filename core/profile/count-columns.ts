import type { QueryOptions, Relation, SqlEngine, SqlRow } from '../ports/sql-engine.ts';
import { type AskedNumbers, countNumbers } from './count-numbers.ts';
import { countTexts, SPECIAL } from './count-sql.ts';
import { componentOf, FROZEN_PATTERNS, normOf } from './freeze-columns.ts';
import type { FrozenCategories, FrozenColumn, FrozenNumbers } from './frozen.ts';
import { inGroups } from './in-groups.ts';
import { patternOf } from './patterns.ts';
import { extremeOf, readAs } from './plan-columns.ts';
import type { CategoryCounts, ColumnProfile, NumericCounts } from './profile.ts';

const QUERIES_A_SCAN = 40;

interface Counted<Frozen> {
  readonly value: string;
  readonly frozen: Frozen;
}
type Extreme = AskedNumbers['extreme'];

/** Counts the rows of a relation on frozen grids. @throws OperatorError `data-invalid` */
export async function countColumns(
  engine: SqlEngine,
  relation: Relation,
  rows: number,
  columns: readonly FrozenColumn[],
  options: QueryOptions = {},
): Promise<ColumnProfile[]> {
  const numbers: AskedNumbers[] = [];
  const texts: Counted<FrozenCategories>[] = [];
  const plans = columns.map((column) =>
    planCounts(
      column,
      engine,
      (value, frozen, extreme) => numbers.push({ value, frozen, extreme: extreme ?? ((of) => `${of}(${value})`) }) - 1,
      (value, frozen) => texts.push({ value, frozen }) - 1,
    ),
  );
  const found: Found = {
    numbers: await countNumbers(engine, relation, rows, numbers, options),
    texts: await countCategories(engine, relation, texts, options),
  };
  return plans.map((read) => read(found));
}

interface Found {
  readonly numbers: readonly NumericCounts[];
  readonly texts: readonly CategoryCounts[];
}

/** Asks for the counts of a column; gives what makes its profile of them. */
function planCounts(
  column: FrozenColumn,
  { dialect }: SqlEngine,
  askNumbers: (value: string, frozen: FrozenNumbers, extreme?: Extreme) => number,
  askTexts: (value: string, frozen: FrozenCategories) => number,
): (found: Found) => ColumnProfile {
  const { name, role, kind } = column;
  const value = readAs(kind, dialect.quoteName(name), dialect);
  const at = <Item>(items: readonly Item[], index: number): Item => items[index] as Item; // what was asked for is there
  switch (kind) {
    case 'numeric':
    case 'timestamp': {
      const place = askNumbers(value, column.numbers, (of) => extremeOf(kind, of, dialect.quoteName(name), dialect));
      return ({ numbers }) => ({ kind, name, role, numbers: at(numbers, place) });
    }
    case 'categorical': {
      const { hashed } = column.categories;
      const place = askTexts(hashed ? dialect.digest(value) : value, column.categories);
      return ({ texts }) => ({ kind, name, role, categories: at(texts, place) });
    }
    case 'text': {
      const length = askNumbers(dialect.castToDouble(dialect.length(value)), column.length);
      const pattern = `CASE WHEN ${value} IS NULL THEN NULL ELSE ${patternOf(value, dialect)} END`;
      const patterns = askTexts(pattern, FROZEN_PATTERNS);
      return (found) => ({
        kind,
        name,
        role,
        length: at(found.numbers, length),
        patterns: at(found.texts, patterns),
      });
    }
    case 'embedding': {
      const norm = askNumbers(normOf(value), column.norm);
      const places = column.components.map(({ index, numbers }) => ({
        index,
        place: askNumbers(componentOf(value, index), numbers),
      }));
      const { dimensions } = column;
      return ({ numbers }) => {
        const components = places.map(({ index, place }) => ({ index, numbers: at(numbers, place) }));
        return { kind, name, role, dimensions, norm: at(numbers, norm), components };
      };
    }
  }
}

async function countCategories(
  engine: SqlEngine,
  relation: Relation,
  asked: readonly Counted<FrozenCategories>[],
  options: QueryOptions,
): Promise<CategoryCounts[]> {
  const rows = asked.map((): SqlRow[] => []);
  const queries = asked.map(({ value, frozen }, id) => countTexts(id, value, frozen.values, relation, engine.dialect));
  for (const some of inGroups(queries, QUERIES_A_SCAN))
    for (const [id, ...rest] of await engine.query(some.join(' UNION ALL '), options)) rows[Number(id)]?.push(rest);
  return asked.map(({ frozen }, id) => readTexts(rows[id] ?? [], frozen));
}

/** Rows are: bin, text, rows. */
function readTexts(rows: readonly SqlRow[], { values, isComplete, hashed }: FrozenCategories): CategoryCounts {
  const places = new Map(values.map((value, place) => [value, place]));
  const counts = values.map(() => 0);
  let [other, missing] = [0, 0];
  for (const [bin, text, rowsOf] of rows) {
    const count = Number(rowsOf);
    const place = text === null ? undefined : places.get(String(text));
    if (Number(bin) === SPECIAL.missing) missing += count;
    else if (place === undefined) other += count;
    else counts[place] = (counts[place] ?? 0) + count;
  }
  return { values: [...values], counts, other, missing, ...(hashed && { hashed }), isComplete };
}
