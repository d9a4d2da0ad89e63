interface Cell {
  readonly label: string;
  readonly reference: number;
  readonly now: number;
}

/** The cells that most rows are in on either side, in their order, and one for all the others: more bars than that cannot be read. */
export function shareOfRest(cells: readonly Cell[], most: number): readonly Cell[] {
  if (cells.length <= most) return cells;
  const size = ({ reference, now }: Cell) => Math.max(reference, now);
  const largest = new Set(cells.toSorted((left, right) => size(right) - size(left)).slice(0, most - 1));
  const rest = cells.filter((cell) => !largest.has(cell));
  const sum = (side: 'reference' | 'now') => rest.reduce((all, cell) => all + cell[side], 0);
  return [
    ...cells.filter((cell) => largest.has(cell)),
    { label: `(${rest.length} others)`, reference: sum('reference'), now: sum('now') },
  ];
}
