import type { TablePart, TableSource } from './table.ts';

/** These rows of the table, in this order. */
export function takeTable<Part extends TablePart>(table: Part, rows: readonly number[]): Part {
  const cells = new Map<string, readonly string[]>();
  for (const [name, column] of table.cells)
    cells.set(
      name,
      rows.map((row) => column[row] ?? ''),
    );
  const numbers = new Map<string, Float64Array>();
  for (const [name, column] of table.numbers ?? []) numbers.set(name, takeNumbers(column, rows));
  return { ...table, rows: rows.length, cells, numbers, lines: rows.map((row) => table.lines[row] ?? 0) };
}

export function takeNumbers(column: Float64Array, rows: ArrayLike<number>): Float64Array {
  const taken = new Float64Array(rows.length);
  for (let place = 0; place < taken.length; place += 1) taken[place] = column[rows[place] as number] as number;
  return taken;
}

/** The rows that are marked with `side`, wherever they stand. */
export function takeSide(source: TableSource, sides: Uint8Array, side: 0 | 1): TableSource {
  return {
    source: source.source,
    async *chunks(columns) {
      let first = 0;
      for await (const part of source.chunks(columns)) {
        const rows: number[] = [];
        for (let row = 0; row < part.rows; row += 1) if (sides[first + row] === side) rows.push(row);
        first += part.rows;
        if (rows.length > 0) yield rows.length === part.rows ? part : takeTable(part, rows);
      }
    },
  };
}
