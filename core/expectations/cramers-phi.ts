/** Cramér's phi of a cross table, as chi-square over its largest value; with Yates' correction for two by two, as SciPy has it. */
export function cramersPhi(cells: readonly (readonly [string, string, number])[]): number | undefined {
  const [rows, columns] = [sumBy(cells, 0), sumBy(cells, 1)];
  const total = cells.reduce((sum, [, , n]) => sum + n, 0);
  const smaller = Math.min(rows.size, columns.size) - 1;
  if (smaller < 1) return undefined;
  const isTwoByTwo = rows.size === 2 && columns.size === 2;
  const counts = new Map(cells.map(([row, column, n]) => [JSON.stringify([row, column]), n]));
  let chiSquare = 0;
  for (const [row, rowSum] of rows) {
    for (const [column, columnSum] of columns) {
      const expected = (rowSum * columnSum) / total;
      const distance = Math.abs((counts.get(JSON.stringify([row, column])) ?? 0) - expected);
      chiSquare += (distance - (isTwoByTwo ? Math.min(0.5, distance) : 0)) ** 2 / expected;
    }
  }
  return Math.min(1, Math.sqrt(chiSquare / total / smaller));
}

function sumBy(cells: readonly (readonly [string, string, number])[], side: 0 | 1): Map<string, number> {
  const sums = new Map<string, number>();
  for (const cell of cells) sums.set(cell[side], (sums.get(cell[side]) ?? 0) + cell[2]);
  return sums;
}
