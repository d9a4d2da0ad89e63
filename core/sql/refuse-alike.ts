import { OperatorError } from '../errors.ts';

/** DuckDB does not tell names apart that differ in case only, and renames the later one in silence. @throws OperatorError `data-invalid` */
export function refuseAlike(source: string, names: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const earlier = seen.get(name.toLowerCase());
    if (earlier === undefined) seen.set(name.toLowerCase(), name);
    else
      throw new OperatorError(
        'data-invalid',
        earlier === name
          ? `${source} has the column ${JSON.stringify(name)} twice.`
          : `${source} has columns that differ in case only: ${JSON.stringify(earlier)} and ${JSON.stringify(name)}.`,
        'Give each column a name of its own.',
      );
  }
}
