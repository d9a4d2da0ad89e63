import { leastOfAtom } from '../../profile/freeze-values.ts';
import type { CategoryCounts, NumericCounts } from '../../profile/profile.ts';
import { alignBins, countFinite } from './align-bins.ts';
import { isOwnCell } from './exchangeable.ts';

/** Rows of both sides in the same cells, in order. */
export interface Shares {
  readonly labels: readonly string[];
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

/** Finite values in about `groups` cells of equal reference mass: distances over many small cells are mostly noise. */
export function groupNumbers(reference: NumericCounts, current: NumericCounts, groups = 10, write = short): Shares {
  const [all, others] = [countFinite(reference), countFinite(current)];
  const labels: string[] = [];
  const mine: number[] = [];
  const theirs: number[] = [];
  let [expected, actual] = [0, 0];
  let cell: Stretch | undefined;
  let end: number | undefined;
  const close = () => {
    if (!cell || Math.round(expected) + Math.round(actual) === 0) return;
    labels.push(labelOf(cell, end, write));
    mine.push(Math.round(expected));
    theirs.push(Math.round(actual));
    end = cell.to;
    [expected, actual, cell] = [0, 0, undefined];
  };
  for (const piece of piecesOf(reference, current)) {
    cell = cell ? { from: cell.from, to: piece.to, isExact: cell.isExact && piece.isExact } : piece;
    expected += piece.reference * all;
    actual += piece.current * others;
    if (expected >= all / groups - 0.5) close();
  }
  close();
  return { labels, reference: mine, current: theirs };
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Of values that are counted one by one. */
  readonly isExact: boolean;
}

/** Where rows of either side are, in order: the values of a cell that are counted one by one come before its others. */
function* piecesOf(reference: NumericCounts, current: NumericCounts) {
  for (const { from, to, steps, reference: before, current: now } of alignBins(reference, current)) {
    for (const { at, ...shares } of steps)
      if (shares.reference > 0 || shares.current > 0) yield { from: at, to: at, isExact: true, ...shares };
    if (before.share > 0 || now.share > 0)
      yield { from, to, isExact: false, reference: before.share, current: now.share };
  }
}

/** A stretch of the axis begins where the one before it ends; single values are named as they are. */
function labelOf({ from, to, isExact }: Stretch, end: number | undefined, write: (value: number) => string): string {
  const [first, last] = [write(isExact ? from : (end ?? from)), write(to)];
  return first === last ? first : `${first} to ${last}`;
}

/**
 * Values of the reference, most frequent first, then what is not among them. Values that are too rare for the tests below, or that
 * luck may have put on the list, are one cell together with those that are on no list.
 */
export function groupCategories(reference: CategoryCounts, current: CategoryCounts): Shares {
  const total = ({ counts, other }: CategoryCounts) => counts.reduce((sum, count) => sum + count, other);
  const totals = { reference: total(reference), current: total(current) };
  const least = reference.isComplete ? 0 : reference.counts.reduce((one, other) => Math.min(one, other), Infinity);
  const isKept = ({ mine, theirs }: { readonly mine: number; readonly theirs: number }) =>
    isOwnCell({ pooled: mine + theirs, ...totals }, least);
  const order = reference.values
    .map((value, index) => ({ value, mine: reference.counts[index] ?? 0, theirs: current.counts[index] ?? 0 }))
    .toSorted((left, right) => right.mine - left.mine);
  const kept = order.filter(isKept);
  const rest = order.filter((each) => !isKept(each));
  const sum = (side: 'mine' | 'theirs', more: number) => rest.reduce((all, each) => all + each[side], more);
  const [mine, theirs] = [sum('mine', reference.other), sum('theirs', current.other)];
  const hasRest = mine + theirs > 0;
  return {
    labels: [...kept.map(({ value }) => value), ...(hasRest ? ['(other)'] : [])],
    reference: [...kept.map((each) => each.mine), ...(hasRest ? [mine] : [])],
    current: [...kept.map((each) => each.theirs), ...(hasRest ? [theirs] : [])],
  };
}

/** A value below this share of the rows of both sides is not told apart: a grid's atoms are chosen from a sample. */
const LEAST_SHARE = 0.01;

/** Frequent single numbers, and all others together: flags, counts and zeros, whose shares ranks hardly tell. */
export function groupAtoms(reference: NumericCounts, current: NumericCounts): Shares {
  const totals = { reference: countFinite(reference), current: countFinite(current) };
  const rows = totals.reference + totals.current;
  const kept = reference.atoms
    .map((at, index) => ({ at, mine: reference.atomCounts[index] ?? 0, theirs: current.atomCounts[index] ?? 0 }))
    .filter(({ mine, theirs }) => {
      const pooled = mine + theirs;
      return pooled >= LEAST_SHARE * rows && isOwnCell({ pooled, ...totals }, leastOfAtom(totals.reference));
    });
  const sum = (side: 'mine' | 'theirs') => kept.reduce((all, each) => all + each[side], 0);
  return {
    labels: [...kept.map(({ at }) => short(at)), '(other)'],
    reference: [...kept.map(({ mine }) => mine), totals.reference - sum('mine')],
    current: [...kept.map(({ theirs }) => theirs), totals.current - sum('theirs')],
  };
}

/** Seconds since 1970 as a day, or as a minute where a day says too little. */
export function dayOf(seconds: number): string {
  return timeOf(seconds, 10);
}
export function minuteOf(seconds: number): string {
  return timeOf(seconds, 16);
}

function timeOf(seconds: number, length: number): string {
  const isDate = Math.abs(seconds) < 6e10; // years of four digits
  return isDate ? new Date(seconds * 1000).toISOString().slice(0, length).replace('T', ' ') : short(seconds);
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
