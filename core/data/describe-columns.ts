import type { TableSource } from './table.ts';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

export interface DescribedColumns {
  readonly rows: number;
  readonly header: readonly string[];
  /** Columns whose cells are all numbers, or empty. */
  readonly numeric: ReadonlySet<string>;
}

/** What a file has, from one scan. */
export async function describeColumns(source: TableSource): Promise<DescribedColumns> {
  let rows = 0;
  let header: readonly string[] = [];
  const texts = new Set<string>();
  for await (const part of source.chunks()) {
    rows += part.rows;
    ({ header } = part);
    for (const [name, cells] of part.cells)
      if (!texts.has(name) && !cells.every((cell) => cell === '' || NUMBER.test(cell.trim()))) texts.add(name);
  }
  return { rows, header, numeric: new Set(header.filter((name) => !texts.has(name))) };
}
