import type { DataSet } from '../config/schema.ts';
import { OperatorError } from '../errors.ts';
import { createClassFinder } from './label-forms.ts';
import { cellsOf } from './read-columns.ts';
import type { TablePart } from './table.ts';

/** The negative class, then the positive one as the policy writes it. @throws OperatorError `data-invalid` */
export function binaryClasses(
  found: readonly string[],
  table: TablePart,
  dataSet: Pick<DataSet, 'target' | 'positive'>,
): readonly [string, string] {
  const { target, positive } = dataSet;
  const place = positive === undefined ? undefined : createClassFinder(found)(positive);
  const negative = place === undefined ? undefined : found[1 - place];
  if (found.length === 2 && positive !== undefined && negative !== undefined) return [negative, positive];
  const one = positive === undefined ? '' : `, one of them ${JSON.stringify(positive)}`;
  throw new OperatorError(
    'data-invalid',
    `${table.source}: target ${JSON.stringify(target)} must have two classes${one}; found ${countCells(table, target)}.`,
    adviseOnClasses(found.length, positive),
  );
}

function countCells(table: TablePart, column: string): string {
  const counts = new Map<string, number>();
  for (const value of cellsOf(table, column)) counts.set(value, (counts.get(value) ?? 0) + 1);
  const sorted = [...counts].toSorted(([left], [right]) => (left < right ? -1 : 1));
  const named = sorted.slice(0, 6).map(([value, count]) => `${JSON.stringify(value)} (${count} rows)`);
  return `${named.join(', ')}${counts.size > named.length ? ` and ${counts.size - named.length} more` : ''}`;
}

function adviseOnClasses(classes: number, positive: string | undefined): string {
  if (classes === 1) return 'With only one class there is nothing to learn or to measure: give rows of both.';
  return classes === 2 && positive === undefined
    ? 'Name the value that counts as positive: --positive, or data.positive in tidegate.yml.'
    : 'Check data.target and data.positive in tidegate.yml against the file.';
}
