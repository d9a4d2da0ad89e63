import { OperatorError } from '../errors.ts';

interface Column {
  readonly name: string;
  readonly type: string;
}
export interface FileColumns {
  readonly path: string;
  readonly columns: readonly Column[];
}

/** From narrow to wide: values of the former are values of the latter. */
const WIDER: readonly (readonly string[])[] = [
  ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT', 'FLOAT', 'DOUBLE'],
  ['UTINYINT', 'USMALLINT', 'UINTEGER', 'UBIGINT', 'DOUBLE'],
  ['DATE', 'TIMESTAMP'],
];

/**
 * One list of columns for files that belong together: the same names in the same order; where types differ the wider one, else
 * text. A file in which a column has no value says nothing about its type.
 * @throws OperatorError `data-invalid` for files with other columns
 */
export async function joinColumns(
  source: string,
  files: readonly FileColumns[],
  isAllNull: (path: string, column: string) => Promise<boolean>,
): Promise<readonly Column[]> {
  const [first, ...others] = files;
  if (!first) return [];
  for (const other of others) refuseOtherNames(source, first, other);
  const joined: Column[] = [];
  for (const [place, { name, type }] of first.columns.entries()) {
    let types = files.map(({ path, columns }) => ({ path, type: columns[place]?.type ?? type }));
    if (new Set(types.map((one) => one.type)).size > 1) {
      const known: typeof types = [];
      for (const one of types) if (one.type !== 'VARCHAR' || !(await isAllNull(one.path, name))) known.push(one);
      if (known.length > 0) types = known;
    }
    joined.push({ name, type: widest(types.map((one) => one.type)) });
  }
  return joined;
}

export function refuseOtherNames(source: string, first: FileColumns, other: FileColumns, inOrder = true): void {
  const [wanted, found] = [first, other].map(({ columns }) => columns.map(({ name }) => name)) as [string[], string[]];
  const missing = wanted.find((name) => !found.includes(name));
  const added = found.find((name) => !wanted.includes(name));
  if (
    missing === undefined &&
    added === undefined &&
    (!inOrder || wanted.every((name, place) => name === found[place]))
  )
    return;
  const how =
    missing !== undefined
      ? `${other.path} has no column ${JSON.stringify(missing)}, which ${first.path} has`
      : added !== undefined
        ? `${other.path} has a column ${JSON.stringify(added)}, which ${first.path} has not`
        : `${other.path} has its columns in another order than ${first.path}`;
  throw new OperatorError(
    'data-invalid',
    `The files of ${source} have different columns: ${how}.`,
    'Give files of one schema, or select the columns that they share: sql:SELECT … FROM ….',
  );
}

function widest(types: readonly string[]): string {
  const [first = 'VARCHAR', ...others] = types;
  if (others.every((type) => type === first)) return first;
  const order = WIDER.find((candidates) => types.every((type) => candidates.includes(type)));
  return order?.findLast((type) => types.includes(type)) ?? 'VARCHAR';
}
