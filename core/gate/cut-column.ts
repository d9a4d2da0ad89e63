import { OperatorError } from '../errors.ts';

/** Raw cells of a column by row: text, where '' is missing, or numbers, where NaN is. */
export type Cells = readonly string[] | Float64Array;

export interface ColumnPart {
  readonly slice: string;
  /** Ascending. */
  readonly rows: Int32Array;
}

const MOST_VALUES = 40;
const LONGEST_LABEL = 80;
const MISSING = '(missing)';

/**
 * One part a value: the 40 with the most rows, numbers by value and else by code unit, then "(other: 17 rarer values)" for the rest
 * and "(missing)" for empty cells.
 */
export function cutValues(cells: Cells): ColumnPart[] {
  const byValue = new Map<string, number[]>();
  const missing: number[] = [];
  cells.forEach((cell: string | number, row: number) => {
    const value = String(cell);
    if (isMissing(cell)) missing.push(row);
    else if (byValue.has(value)) byValue.get(value)?.push(row);
    else byValue.set(value, [row]);
  });
  const order = orderOf([...byValue.keys()]);
  const mostRows = [...byValue].toSorted(
    ([left, leftRows], [right, rightRows]) => rightRows.length - leftRows.length || order(left, right),
  );
  const named = mostRows.slice(0, MOST_VALUES).toSorted(([left], [right]) => order(left, right));
  const rarer = mostRows.slice(MOST_VALUES);
  const others = rarer.flatMap(([, rows]) => rows);
  const labels = new Set<string>();
  return [
    ...named.map(([value, rows]) => ({ slice: labelOf(value, labels), rows: Int32Array.from(rows) })),
    ...(others.length > 0 ? [{ slice: nameOther(rarer.length), rows: Int32Array.from(others).sort() }] : []),
    ...(missing.length > 0 ? [{ slice: MISSING, rows: Int32Array.from(missing) }] : []),
  ];
}

/**
 * `[30, 60]` gives "< 30", "30 to 60" (30 belongs to it, 60 does not) and "≥ 60", then "(missing)" where cells are empty.
 * @throws OperatorError `config-invalid`
 */
export function cutBins(cells: Cells, cuts: readonly number[], place: string): ColumnPart[] {
  const falling = cuts.findIndex((cut, index) => index > 0 && cut <= (cuts[index - 1] ?? Number.NEGATIVE_INFINITY));
  if (falling >= 0) {
    throw new OperatorError(
      'config-invalid',
      `${place}: bins must ascend, got ${cuts[falling - 1]} before ${cuts[falling]}.`,
      'Write each cut once, the smallest first.',
    );
  }
  const parts: number[][] = [...cuts, 0].map(() => []);
  const missing: number[] = [];
  cells.forEach((cell: string | number, row: number) => {
    const value = Number(cell);
    if (isMissing(cell)) missing.push(row);
    else if (Number.isNaN(value)) throw notNumeric(String(cell), place);
    else parts[cuts.filter((cut) => value >= cut).length]?.push(row);
  });
  return [
    ...parts.map((rows, index) => ({ slice: renderBin(cuts[index - 1], cuts[index]), rows: Int32Array.from(rows) })),
    ...(missing.length > 0 ? [{ slice: MISSING, rows: Int32Array.from(missing) }] : []),
  ];
}

function renderBin(from: number | undefined, to: number | undefined): string {
  if (from === undefined) return `< ${to}`;
  return to === undefined ? `≥ ${from}` : `${from} to ${to}`;
}

function isMissing(cell: string | number): boolean {
  return typeof cell === 'number' ? Number.isNaN(cell) : cell.trim() === '';
}

/** Numbers by value where all are numbers, else by code unit: the same on every machine, whatever its language. */
function orderOf(values: readonly string[]): (left: string, right: string) => number {
  const byText = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);
  if (!values.every((value) => Number.isFinite(Number(value)))) return byText;
  return (left, right) => Number(left) - Number(right) || byText(left, right);
}

function nameOther(values: number): string {
  return `(other: ${values} rarer ${values === 1 ? 'value' : 'values'})`;
}

/** A cell that reads so itself, or two long cells that begin alike, must not pass for one slice. */
function labelOf(value: string, taken: Set<string>): string {
  const clipped = value.length > LONGEST_LABEL ? `${value.slice(0, LONGEST_LABEL - 1)}…` : value;
  const label = clipped.startsWith('(other') || clipped === MISSING ? JSON.stringify(clipped) : clipped;
  let unique = label;
  for (let count = 2; taken.has(unique); count += 1) unique = `${label} (${count})`;
  taken.add(unique);
  return unique;
}

function notNumeric(cell: string, place: string): OperatorError {
  return new OperatorError(
    'config-invalid',
    `${place}: bins take numbers, and a cell reads ${JSON.stringify(cell.slice(0, 60))}.`,
    'Leave bins out to get one slice a value, or cut another column.',
  );
}
