import { KEPT_MAX_CELLS } from '../limits.ts';
import { createCellBudget } from './cell-budget.ts';
import { cellsOf } from './read-columns.ts';
import type { TablePart, TableSource } from './table.ts';

const MOST_INTERNED = 100_000;

/** All rows of a few columns: as numbers where the file holds them so, else as text in which equal cells share their memory. */
export async function collectColumns(source: TableSource, columns: readonly string[]): Promise<TablePart> {
  const collector = createColumnCollector(source.source, columns);
  for await (const part of source.chunks(columns)) collector.add(part);
  return collector.finish();
}

export interface ColumnCollector {
  add(part: TablePart): void;
  finish(): TablePart;
}

/** Columns that the file lacks are left out: whoever reads them says so, with the names there are. */
export function createColumnCollector(source: string, columns: readonly string[]): ColumnCollector {
  const parts: TablePart[] = [];
  const known = new Map<string, string>();
  const count = createCellBudget(source, { cells: KEPT_MAX_CELLS, characters: Number.POSITIVE_INFINITY }, 'text');
  const intern = (cell: string) => {
    const first = known.get(cell);
    if (first !== undefined) return first;
    if (known.size < MOST_INTERNED) known.set(cell, cell);
    return cell;
  };
  return {
    add: (part) => {
      const names = [...new Set(columns)].filter((name) => part.header.includes(name));
      const isNumeric = (name: string) => part.numbers?.has(name) === true;
      const kept = {
        source,
        header: part.header,
        rows: part.rows,
        cells: new Map(names.filter((name) => !isNumeric(name)).map((name) => [name, cellsOf(part, name).map(intern)])),
        numbers: new Map([...(part.numbers ?? [])].filter(([name]) => names.includes(name))),
        lines: Int32Array.from(part.lines),
      };
      count(kept);
      parts.push(kept);
    },
    finish: () => joinParts(source, parts),
  };
}

/** Parts one after the other. A column that is numbers in one part and text in another becomes text. */
export function joinParts(source: string, parts: readonly TablePart[]): TablePart {
  const [first] = parts;
  if (first && parts.length === 1) return first;
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const names = first ? [...first.cells.keys(), ...(first.numbers?.keys() ?? [])] : [];
  const cells = new Map<string, readonly string[]>();
  const numbers = new Map<string, Float64Array>();
  for (const name of names) {
    const pieces = parts.flatMap((part) => part.numbers?.get(name) ?? []);
    if (pieces.length === parts.length) numbers.set(name, joinNumbers(pieces, rows));
    else cells.set(name, joinTexts(parts.map((part) => cellsOf(part, name))));
  }
  return { source, header: first?.header ?? [], rows, cells, numbers, lines: joinLines(parts, rows) };
}

export function joinNumbers(pieces: readonly Float64Array[], rows: number): Float64Array {
  const joined = new Float64Array(rows);
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

export function joinTexts(pieces: readonly (readonly string[])[]): readonly string[] {
  const joined: string[] = [];
  for (const piece of pieces) for (const cell of piece) joined.push(cell);
  return joined;
}

function joinLines(parts: readonly TablePart[], rows: number): Int32Array {
  const joined = new Int32Array(rows);
  let at = 0;
  for (const { lines } of parts) {
    joined.set(lines, at);
    at += lines.length;
  }
  return joined;
}
