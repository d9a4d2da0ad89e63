import type { Dialect } from '../sql/dialect.ts';
import type { UnexpectedRows } from './finding.ts';

/** Rows whose keys another row has too, among those that a condition lets count. NULL equals NULL. */
export function repeatedRows(keys: readonly string[], counts: string, dialect: Dialect): UnexpectedRows {
  const names = keys.map((_, index) => `repeated_k${index}`);
  const selected = keys.map((key, index) => `${key} AS ${names[index]}`).join(', ');
  const positions = keys.map((_, index) => index + 1).join(', ');
  const same = names.map((name) => dialect.isSame(`repeated.${name}`, `keyed.${name}`)).join(' AND ');
  return {
    where: '1 = 1',
    from: (scope) => {
      const repeated = `SELECT ${selected} FROM ${scope} WHERE ${counts} GROUP BY ${positions} HAVING count(*) > 1`;
      const keyed = `SELECT *, ${selected} FROM ${scope} WHERE ${counts}`;
      return `(SELECT keyed.* FROM (${keyed}) AS keyed JOIN (${repeated}) AS repeated ON ${same}) AS data`;
    },
  };
}
