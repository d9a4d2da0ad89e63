import type { Relation, SqlEngine } from '../../ports/sql-engine.ts';
import type { Dialect } from '../../sql/dialect.ts';
import { columnFacts } from '../column-facts.ts';
import type { DescribedTable } from '../table-context.ts';

/** Columns added to the scope, quoted, and named so that no column of the data is hidden by them. */
export interface ScopeNames {
  readonly row: string;
  readonly segment: string;
}

/** Columns of a relation and its rows with NaN made NULL: a number that is none is missing, as pandas has it. */
export async function describeTable(
  engine: Pick<SqlEngine, 'dialect' | 'describe'>,
  relation: Relation,
  rowNumber?: { readonly expression: string; readonly name: string },
): Promise<DescribedTable & { readonly numbered: string | undefined }> {
  const described = await engine.describe(relation);
  const { dialect } = engine;
  const selected = described.map(({ name, type }) => {
    const column = dialect.quoteName(name);
    return type === 'double' ? `CASE WHEN ${dialect.isNaN(column)} THEN NULL ELSE ${column} END AS ${column}` : column;
  });
  const select = (columns: readonly string[]) => `(SELECT ${columns.join(', ')} FROM ${relation.from}) AS data`;
  return {
    relation,
    columns: described.map((column) => columnFacts(column, dialect)),
    from: select(selected),
    numbered: rowNumber && select([...selected, `${rowNumber.expression} AS ${rowNumber.name}`]),
  };
}

/** Names that no column has. */
export function scopeNames(columns: readonly { readonly name: string }[], dialect: Dialect): ScopeNames {
  const taken = new Set(columns.map(({ name }) => name.toLowerCase()));
  const free = (name: string): string => (taken.has(name) ? free(`_${name}`) : name);
  return { row: dialect.quoteName(free('tidegate_row')), segment: dialect.quoteName(free('tidegate_segment')) };
}
