import { count, share } from './words.ts';

/** How many rows a check looked at, and how many are not as expected. */
export interface Counts {
  readonly elements: number;
  readonly missing: number;
  readonly unexpected: number;
}

/** Which rows are not as expected: a condition on `from`, which has at least the columns of the scope. */
export interface UnexpectedRows {
  readonly where: string;
  readonly from?: (scope: string) => string;
  /** `from` and `where` speak of the number of a row. */
  readonly isNumbered?: true;
}

/** What was seen, as JSON can hold it. */
export type Observed = number | string | boolean | null | readonly (number | string | boolean | null)[];

/** What a check found, before its severity is looked at. */
export interface Finding {
  readonly success: boolean | 'cannot-tell';
  /** The end of the sentence that begins with what was expected. */
  readonly says: string;
  readonly observed?: Observed;
  readonly counts?: Counts;
  readonly unexpected?: UnexpectedRows;
}

export function fails(says: string, observed: Observed = null): Finding {
  return { success: false, says, observed };
}

export function cannotTell(says: string): Finding {
  return { success: 'cannot-tell', says };
}

/**
 * At least the share `mostly` of the values that count is as expected; where none counts there is nothing to complain about.
 * The same doubles in the same order as great_expectations, so that 0.95 of 20 values means 19.
 */
export function judgeMostly(
  counts: Counts,
  mostly: number,
  unexpected?: UnexpectedRows,
  noun: 'values' | 'rows' = 'values',
): Finding {
  const considered = counts.elements - counts.missing;
  const success = considered === 0 || (considered - counts.unexpected) / considered >= mostly;
  return {
    success,
    says: sayCounts(counts, mostly, noun),
    observed: considered === 0 ? null : counts.unexpected / considered,
    counts,
    ...(unexpected && { unexpected }),
  };
}

function sayCounts({ elements, missing, unexpected }: Counts, mostly: number, noun: string): string {
  const considered = elements - missing;
  const allowed = mostly < 1 ? `; ${share(1 - mostly)} may be` : '';
  if (elements === 0) return `there are no ${noun}`;
  if (considered === 0) return `there is none among ${count(elements)} rows`;
  if (unexpected === 0) return `all ${count(considered)} are`;
  return `${count(unexpected)} of ${count(considered)} (${share(unexpected / considered)}) ${unexpected === 1 ? 'is' : 'are'} not${allowed}`;
}
