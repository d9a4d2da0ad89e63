import type { Dialect } from '../../sql/dialect.ts';
import type { Finding } from '../finding.ts';
import { attempt, type Query } from './run-steps.ts';
import { fromOf, type ScopePart } from './scope.ts';

export const MOST_SAMPLES = 20;

/** What names a row in a sample. */
export interface SampleKey {
  readonly sql: string;
  readonly isRowNumber: boolean;
}

/** Keys of the first rows that are not as expected: keys only, since what is wrong with a value may be whose it is. */
export async function sampleRows(
  { unexpected }: Finding,
  part: ScopePart,
  { sql: key, isRowNumber }: SampleKey,
  { dialect, query }: { readonly dialect: Dialect; readonly query: Query },
): Promise<readonly string[]> {
  if (!unexpected) return [];
  const scope = fromOf(part, isRowNumber || unexpected.isNumbered);
  const from = unexpected.from?.(scope) ?? scope;
  // Without a name of its own the text would be called as the key is, and Postgres would sort by it: 1, 10, 2.
  const sql = `SELECT ${dialect.castToText(key)} AS tidegate_sample FROM ${from} WHERE ${unexpected.where} ORDER BY ${key} LIMIT ${MOST_SAMPLES}`;
  const rows = await attempt(() => query(sql, MOST_SAMPLES));
  return 'refused' in rows ? [] : rows.map(([value]) => String(value ?? 'no key').slice(0, 200));
}
