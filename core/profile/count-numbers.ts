import type { QueryOptions, Relation, SqlEngine, SqlRow } from '../ports/sql-engine.ts';
import { trimBins } from './combine-counts.ts';
import { countBins, countSpecial, finiteOf, SPECIAL } from './count-sql.ts';
import type { FrozenNumbers } from './frozen.ts';
import { BINS, farTicks } from './grid.ts';
import { inGroups } from './in-groups.ts';
import type { NumericCounts } from './profile.ts';

const QUERIES_A_SCAN = 40;

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

/** Counts of several columns of numbers: what is not on the grid is looked for only where rows are lacking there. */
export async function countNumbers(
  engine: SqlEngine,
  relation: Relation,
  rows: number,
  asked: readonly AskedNumbers[],
  options: QueryOptions,
): Promise<NumericCounts[]> {
  const tallies = asked.map(({ frozen }) => emptyTally(frozen));
  const run = async (queries: readonly string[], read: (row: SqlRow) => void) => {
    for (const some of inGroups(queries, QUERIES_A_SCAN))
      for (const row of await engine.query(some.join(' UNION ALL '), options)) read(row);
  };
  const bins = asked.map(({ value, frozen }, id) => countBins(id, value, frozen, relation, engine.dialect));
  await run(bins, (row) => addBin(tallies, asked, row));
  const lacking = asked.flatMap(({ value, frozen }, id) =>
    (tallies[id]?.counted ?? 0) < rows ? [countSpecial(id, value, frozen, relation, engine.dialect)] : [],
  );
  await run(lacking, ([id, code, count]) => {
    tallies[Number(id)]?.special.set(Number(code), Number(count));
  });
  const extremes = await findExtremes(engine, relation, asked, options);
  return asked.map(({ frozen }, id) => finish(frozen, tallies[id] ?? emptyTally(frozen), extremes[id] ?? [null, null]));
}

function emptyTally({ atoms }: FrozenNumbers): Tally {
  const zeros = () => new Array<number>(BINS + 1).fill(0);
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

/** Least and greatest finite value of each column: of all values first, which engines often know without a scan. */
async function findExtremes(
  engine: SqlEngine,
  relation: Relation,
  asked: readonly AskedNumbers[],
  options: QueryOptions,
): Promise<(readonly [number | null, number | null])[]> {
  const found: (readonly [number | null, number | null])[] = [];
  const ask = async (pairs: readonly string[]) => {
    const [row = []] = await engine.query(`SELECT ${pairs.join(', ')} FROM ${relation.from}`, options);
    return row.map((extreme) => (extreme === null ? null : Number(extreme)));
  };
  for (const some of inGroups(asked, QUERIES_A_SCAN)) {
    const extremes = await ask(some.flatMap(({ extreme }) => [extreme('min'), extreme('max')]));
    for (const [index, { value }] of some.entries()) {
      const pair = extremes.slice(2 * index, 2 * index + 2);
      const isKnown = pair.every((extreme) => extreme === null || Number.isFinite(extreme));
      const finite = finiteOf(value, engine.dialect);
      const [least = null, greatest = null] = isKnown ? pair : await ask([`min(${finite})`, `max(${finite})`]);
      found.push([least, greatest]);
    }
  }
  return found;
}

function finish(
  { grid, atoms }: FrozenNumbers,
  { counts, ticks, atomCounts, special }: Tally,
  [min, max]: readonly [number | null, number | null],
): NumericCounts {
  const of = (code: number) => special.get(code) ?? 0;
  counts[0] = (counts[0] ?? 0) + of(SPECIAL.farBelow);
  ticks[0] = (ticks[0] ?? 0) + of(SPECIAL.farBelow) * farTicks(grid, 'below');
  counts[BINS] = (counts[BINS] ?? 0) + of(SPECIAL.farAbove);
  ticks[BINS] = (ticks[BINS] ?? 0) + of(SPECIAL.farAbove) * farTicks(grid, 'above');
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
