import { cellsOf } from '../data/read-columns.ts';
import type { TablePart } from '../data/table.ts';
import { takeTable } from '../data/take-rows.ts';
import { refuseRepeatedIds } from '../data/truth.ts';
import { OperatorError } from '../errors.ts';

/**
 * The rows of `other` in the order of the ids of `table`, of which none is there twice.
 * @throws OperatorError `data-invalid` when an id is there twice, `evaluation-mismatch` when one file has other ids than the other
 */
export function alignRows<Part extends TablePart>(table: TablePart, other: Part, id: string): Part {
  refuseRepeatedIds(other, id);
  const ids = cellsOf(table, id);
  const places = new Map(cellsOf(other, id).map((cell, row) => [cell, row]));
  const onlyHere = ids.filter((cell) => !places.has(cell));
  if (onlyHere.length > 0 || places.size > ids.length) {
    const here = new Set(ids);
    const onlyThere = [...places.keys()].filter((cell) => !here.has(cell));
    const counts = [nameOnly(onlyHere, table), nameOnly(onlyThere, other)].filter((text) => text !== '');
    throw new OperatorError(
      'evaluation-mismatch',
      `${table.source} and ${other.source} have different rows: of the ids in column ${JSON.stringify(id)}, ${counts.join(', ')}.`,
      'Score both models on one file, or leave the rows out that only one of them has.',
    );
  }
  return takeTable(
    other,
    ids.map((cell) => places.get(cell) ?? 0),
  );
}

function nameOnly(ids: readonly string[], { source, rows }: TablePart): string {
  if (ids.length === 0) return '';
  const some = ids.slice(0, 3).map((cell) => JSON.stringify(cell.slice(0, 60)));
  return `${ids.length} of ${rows} are only in ${source} (${some.join(', ')}${ids.length > 3 ? ', …' : ''})`;
}
