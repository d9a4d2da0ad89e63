import { closest } from '../config/closest.ts';
import type { SliceSettings } from '../config/evaluation.ts';
import { OperatorError } from '../errors.ts';
import { listNames } from '../list-names.ts';
import { type Cells, cutBins, cutValues } from './cut-column.ts';

/** `of` and `slice` are as in the verdict; `rows` are ascending indices of the evaluation rows. No two slices share both names. */
export interface CutSlice {
  readonly of: string;
  readonly slice: string;
  readonly rows: Int32Array;
}

/**
 * The rows of each slice, in the order of the settings. A predicate that is true nowhere and a bin that is empty stay, with no
 * rows, so that a person sees them. `selected` holds 1 for each row where a predicate, its key, is true.
 * @throws OperatorError `config-invalid` for an unknown column, a repeated name, cuts that do not ascend, bins of text
 */
export function cutSlices(
  settings: readonly SliceSettings[],
  columns: ReadonlyMap<string, Cells>,
  selected: Readonly<Record<string, Uint8Array>>,
): CutSlice[] {
  const names = new Set<string>();
  return settings.flatMap((slice, index): CutSlice[] => {
    const place = `evaluation.slices[${index}]`;
    const of = slice.name ?? slice.column ?? slice.where ?? '';
    if (names.has(of)) {
      throw invalid(
        `${place} has the name of an earlier one, ${JSON.stringify(of)}.`,
        'Give one of them another name.',
      );
    }
    names.add(of);
    if (slice.where !== undefined) return [{ of, slice: slice.where, rows: readSelected(slice.where, selected) }];
    const cells = findCells(slice.column ?? '', columns, place);
    const parts = slice.bins ? cutBins(cells, slice.bins, `${place}, column ${slice.column}`) : cutValues(cells);
    return parts.map((part) => ({ of, ...part }));
  });
}

function readSelected(predicate: string, selected: Readonly<Record<string, Uint8Array>>): Int32Array {
  const mask = Object.hasOwn(selected, predicate) ? selected[predicate] : undefined;
  // Whoever calls evaluates all predicates; to take a missing one for "no rows" would hide that it did not.
  if (!mask) throw new Error(`no rows were selected for ${JSON.stringify(predicate)}`);
  const rows: number[] = [];
  mask.forEach((isTrue, row) => {
    if (isTrue === 1) rows.push(row);
  });
  return Int32Array.from(rows);
}

function findCells(name: string, columns: ReadonlyMap<string, Cells>, place: string): Cells {
  const cells = columns.get(name);
  if (cells) return cells;
  const known = [...columns.keys()];
  const nearest = closest(name, known);
  throw invalid(
    `${place}.column: the evaluation rows have no column ${JSON.stringify(name)}.`,
    nearest ? `Did you mean ${JSON.stringify(nearest)}?` : `There are ${listNames(known)}.`,
  );
}

function invalid(message: string, hint: string): OperatorError {
  return new OperatorError('config-invalid', message, hint);
}
