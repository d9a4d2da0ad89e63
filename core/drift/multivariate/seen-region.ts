import type { Column, Columns } from '../../ports/model-runtime.ts';

/** What values each column had: a model knows nothing of others. */
export type SeenRegion = Readonly<Record<string, SeenValues>>;
export type SeenValues =
  | { readonly least: number; readonly most: number; readonly hasMissing: boolean }
  | ReadonlySet<string>;

export function regionOf(columns: Columns): SeenRegion {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, seenIn(column)]));
}

/** Share of rows that have a value beyond the range, a category, or a gap where there was none. */
export function shareOutside(region: SeenRegion, columns: Columns, rows: number): number {
  const isOutside = new Uint8Array(rows);
  for (const [name, seen] of Object.entries(region)) {
    const column = columns[name];
    if (!column) continue;
    for (let row = 0; row < rows; row += 1) if (!isSeen(seen, column[row] as number | string)) isOutside[row] = 1;
  }
  return isOutside.reduce((sum, one) => sum + one, 0) / Math.max(1, rows);
}

/** Why a window cannot be read as the reference was; undefined where it can. */
export function whyUnlike(region: SeenRegion, columns: Columns): string | undefined {
  for (const [name, seen] of Object.entries(region)) {
    const column = columns[name];
    if (!column) return `The window has no column ${JSON.stringify(name)}.`;
    if (column instanceof Float64Array === seen instanceof Set)
      return `Column ${JSON.stringify(name)} is ${seen instanceof Set ? 'text' : 'numbers'} in the reference only.`;
  }
  return undefined;
}

function seenIn(column: Column): SeenValues {
  if (!(column instanceof Float64Array)) return new Set(column);
  let [least, most, hasMissing] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, false];
  for (const value of column) {
    if (value < least) least = value;
    if (value > most) most = value;
    hasMissing ||= Number.isNaN(value);
  }
  return { least, most, hasMissing };
}

function isSeen(seen: SeenValues, value: number | string): boolean {
  if (seen instanceof Set) return seen.has(String(value));
  const number = Number(value);
  if (!('least' in seen)) return false;
  return Number.isNaN(number) ? seen.hasMissing : number >= seen.least && number <= seen.most;
}
