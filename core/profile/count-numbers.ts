import type { QueryOptions, SqlEngine, SqlRow } from '../ports/sql-engine.ts';
import { trimBins } from './combine-counts.ts';
import { type CountedRows, countBins, countSpecial, SPECIAL } from './count-sql.ts';
import { findExtremes } from './find-extremes.ts';
import type { FrozenNumbers } from './frozen.ts';
import { binsOf, farTicks } from './grid.ts';
import { MOST_ROWS } from './in-scans.ts';
import type { NumericCounts } from './profile.ts';
import { type NumbersQuery, shareScans } from './shared-scan.ts';

const SPECIALS = Object.keys(SPECIAL).length;

export interface AskedNumbers {
  readonly value: string;
  readonly frozen: FrozenNumbers;
  /** Its least or greatest value. */
  readonly extreme: (aggregate: 'min' | 'max') => string;
}

interface Tally {
  readonly counts: number[];
  readonly ticks: number[];
  readonly atomCounts: number[];
  readonly special: Map<number, number>;
  counted: number;
}

/** Counts of several columns of numbers, by part: what is not on the grid is looked for only where rows are lacking there. */
export async function countNumbers(
  engine: SqlEngine,
  relation: CountedRows,
  asked: readonly AskedNumbers[],
  options: QueryOptions,
): Promise<NumericCounts[][]> {
  const { dialect } = engine;
  const parts = relation.rows.map(() => asked.map(({ frozen }) => emptyTally(frozen)));
  const run = async (queries: readonly NumbersQuery[], read: (row: SqlRow) => void) => {
    for (const sql of shareScans(queries, relation, asked.length, dialect))
      for (const row of await engine.query(sql, { mostRows: MOST_ROWS, ...options })) read(row);
  };
  const bins = asked.map(({ value, frozen }, id) => ({
    value,
    sql: (at: string, rows: CountedRows) => countBins(id, at, frozen, rows, dialect),
    rows: relation.rows.length * (binsOf(frozen.grid) + frozen.atoms.length),
  }));
  await run(bins, (row) => addBin(parts[Number(row[5] ?? 0)] ?? [], asked, row));
  const lacking = asked.flatMap(({ value, frozen }, id) =>
    parts.some((tallies, part) => (tallies[id]?.counted ?? 0) < (relation.rows[part] ?? 0))
      ? [
          {
            value,
            sql: (at: string, rows: CountedRows) => countSpecial(id, at, frozen, rows, dialect),
            rows: relation.rows.length * SPECIALS,
          },
        ]
      : [],
  );
  await run(lacking, ([id, code, count, part = 0]) => {
    parts[Number(part)]?.[Number(id)]?.special.set(Number(code), Number(count));
  });
  const extremes = await findExtremes(engine, relation, asked, options);
  return parts.map((tallies, part) =>
    asked.map(({ frozen }, id) =>
      finish(frozen, tallies[id] ?? emptyTally(frozen), extremes[part]?.[id] ?? [null, null]),
    ),
  );
}

function emptyTally({ grid, atoms }: FrozenNumbers): Tally {
  const zeros = () => new Array<number>(binsOf(grid) + 1).fill(0);
  return { counts: zeros(), ticks: zeros(), atomCounts: atoms.map(() => 0), special: new Map(), counted: 0 };
}

function addBin(tallies: readonly Tally[], asked: readonly AskedNumbers[], row: SqlRow): void {
  const [id, bin, atom, rowsOf, ticksOf] = row;
  const tally = tallies[Number(id)];
  if (!tally) return;
  const count = Number(rowsOf);
  tally.counted += count;
  // −0 is counted with 0, as engines compare them.
  const place = atom === null ? -1 : (asked[Number(id)]?.frozen.atoms.indexOf(Number(atom) + 0) ?? -1);
  if (place >= 0) tally.atomCounts[place] = (tally.atomCounts[place] ?? 0) + count;
  else {
    const at = Number(bin);
    tally.counts[at] = (tally.counts[at] ?? 0) + count;
    tally.ticks[at] = (tally.ticks[at] ?? 0) + Number(ticksOf);
  }
}

function finish(
  { grid, atoms }: FrozenNumbers,
  { counts, ticks, atomCounts, special }: Tally,
  [min, max]: readonly [number | null, number | null],
): NumericCounts {
  const of = (code: number) => special.get(code) ?? 0;
  counts[0] = (counts[0] ?? 0) + of(SPECIAL.farBelow);
  ticks[0] = (ticks[0] ?? 0) + of(SPECIAL.farBelow) * farTicks(grid, 'below');
  const last = binsOf(grid);
  counts[last] = (counts[last] ?? 0) + of(SPECIAL.farAbove);
  ticks[last] = (ticks[last] ?? 0) + of(SPECIAL.farAbove) * farTicks(grid, 'above');
  return {
    grid,
    atoms: [...atoms],
    missing: of(SPECIAL.missing),
    nan: of(SPECIAL.nan),
    positiveInfinity: of(SPECIAL.positiveInfinity),
    negativeInfinity: of(SPECIAL.negativeInfinity),
    min: min === null ? null : min + 0,
    max: max === null ? null : max + 0,
    atomCounts: [...atomCounts],
    ...trimBins(counts, ticks),
  };
}
