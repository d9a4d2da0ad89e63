import type { QueryOptions, SqlEngine, SqlRow } from '../ports/sql-engine.ts';
import { type AskedNumbers, countNumbers } from './count-numbers.ts';
import { type CountedRows, countTexts, SPECIAL } from './count-sql.ts';
import { componentOf, FROZEN_PATTERNS, normOf } from './freeze-columns.ts';
import type { FrozenCategories, FrozenColumn, FrozenNumbers } from './frozen.ts';
import { inScans, MOST_ROWS } from './in-scans.ts';
import { oneFormOf } from './one-form.ts';
import { patternOf } from './patterns.ts';
import { extremeOf, readAs } from './plan-columns.ts';
import type { CategoryCounts, ColumnProfile, NumericCounts } from './profile.ts';

interface Asked<Frozen> {
  readonly value: string;
  readonly frozen: Frozen;
}
type Extreme = AskedNumbers['extreme'];

/** Counts the rows of a relation on frozen grids, those of each part apart. @throws OperatorError `data-invalid` */
export async function countColumns(
  engine: SqlEngine,
  relation: CountedRows,
  columns: readonly FrozenColumn[],
  options: QueryOptions = {},
): Promise<ColumnProfile[][]> {
  const numbers: AskedNumbers[] = [];
  const texts: Asked<FrozenCategories>[] = [];
  const plans = columns.map((column) =>
    planCounts(
      column,
      engine,
      (value, frozen, extreme) => numbers.push({ value, frozen, extreme: extreme ?? ((of) => `${of}(${value})`) }) - 1,
      (value, frozen) => texts.push({ value, frozen }) - 1,
    ),
  );
  const foundNumbers = await countNumbers(engine, relation, numbers, options);
  const foundTexts = await countCategories(engine, relation, texts, options);
  return relation.rows.map((_, part) => {
    const found: Found = { numbers: foundNumbers[part] ?? [], texts: foundTexts[part] ?? [] };
    return plans.map((read) => read(found));
  });
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
      const place = askTexts(hashed ? dialect.digest(oneFormOf(value)) : value, column.categories);
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
  relation: CountedRows,
  asked: readonly Asked<FrozenCategories>[],
  options: QueryOptions,
): Promise<CategoryCounts[][]> {
  const rows = relation.rows.map(() => asked.map((): SqlRow[] => []));
  const queries = asked.map(({ value, frozen }, id) => ({
    sql: countTexts(id, value, frozen.values, relation, engine.dialect),
    rows: (frozen.values.length + 2) * relation.rows.length,
  }));
  for (const some of inScans(queries)) {
    const sql = some.map((query) => query.sql).join(' UNION ALL ');
    for (const [id, bin, text, count, part = 0] of await engine.query(sql, { mostRows: MOST_ROWS, ...options }))
      rows[Number(part)]?.[Number(id)]?.push([bin ?? null, text ?? null, count ?? null]);
  }
  return rows.map((ofPart) => asked.map(({ frozen }, id) => readTexts(ofPart[id] ?? [], frozen)));
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
