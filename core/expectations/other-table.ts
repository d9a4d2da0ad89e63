import { closest } from '../config/closest.ts';
import { OperatorError } from '../errors.ts';
import { listNames } from '../list-names.ts';
import type { ColumnFacts } from './column-facts.ts';
import { type DescribedTable, findColumn, type TableContext } from './table-context.ts';

/** Another table that the caller gave. @throws OperatorError `config-invalid` that lists those there are */
export function findOther({ others }: TableContext, name: string): DescribedTable {
  const other = others.get(name);
  if (other) return other;
  const names = [...others.keys()];
  const near = closest(name, names);
  throw new OperatorError(
    'config-invalid',
    `The expectations speak of a table ${JSON.stringify(name)} that was not given${names.length > 0 ? `; given are ${listNames(names)}` : ''}.`,
    near
      ? `Did you mean ${JSON.stringify(near)}?`
      : `Give the table under this name: --other ${name.slice(0, 60)}=<file>.`,
  );
}

/** A column of another table. @throws OperatorError `config-invalid` */
export function columnOfOther(other: DescribedTable, table: string, name: string): ColumnFacts {
  const column = findColumn(other, name);
  if (column) return column;
  const near = closest(
    name,
    other.columns.map((one) => one.name),
  );
  throw new OperatorError(
    'config-invalid',
    `Table ${JSON.stringify(table)} (${other.relation.source}) has no column ${JSON.stringify(name)}.`,
    near ? `Did you mean ${JSON.stringify(near)}?` : 'Name one of its columns.',
  );
}
