import { closest } from '../config/closest.ts';
import { OperatorError } from '../errors.ts';
import { listNames } from '../list-names.ts';

/** The table that is asked for, or the only one. @throws OperatorError `data-invalid` */
export function chooseTable(
  source: string,
  tables: readonly (readonly string[])[],
  asked: readonly string[] | undefined,
): readonly string[] {
  const names = tables.map((parts) => parts.join('.'));
  const isAsked = (parts: readonly string[]) =>
    asked?.every((part, index) => part === parts[parts.length - asked.length + index]);
  const found = tables.filter((parts) => asked === undefined || isAsked(parts));
  const [table] = found;
  if (table && found.length === 1) return table;
  const near = asked && closest(asked.join('.'), names);
  const known = names.length === 0 ? 'It has no table.' : `It has ${listNames(names, 20)}.`;
  throw new OperatorError(
    'data-invalid',
    asked
      ? `${source}: there is ${found.length > 1 ? 'more than one' : 'no'} table ${asked.join('.')}.`
      : `${source} says no table.`,
    near ? `Did you mean ${near}?` : `${known} Write its name behind a #.`,
  );
}
