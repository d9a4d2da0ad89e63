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
  let [expected, actual, from] = [0, 0, Number.NaN];
  const close = (to: number) => {
    if (Math.round(expected) + Math.round(actual) === 0) return;
    labels.push(write(from) === write(to) ? write(from) : `${write(from)} to ${write(to)}`);
    mine.push(Math.round(expected));
    theirs.push(Math.round(actual));
    [expected, actual, from] = [0, 0, Number.NaN];
  };
  for (const cell of alignBins(reference, current)) {
    const pieces = [
      ...cell.steps.map((step) => ({ from: step.at, to: step.at, reference: step.reference, current: step.current })),
      { from: cell.from, to: cell.to, reference: cell.reference.share, current: cell.current.share },
    ];
    for (const piece of pieces) {
      if (piece.reference === 0 && piece.current === 0) continue;
      if (Number.isNaN(from)) ({ from } = piece);
      expected += piece.reference * all;
      actual += piece.current * others;
      if (expected >= all / groups - 0.5) close(piece.to);
    }
  }
  close(Math.max(reference.max ?? 0, current.max ?? 0));
  return { labels, reference: mine, current: theirs };
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
