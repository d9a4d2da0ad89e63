import type { SqlRow, SqlValue } from '../ports/sql-engine.ts';
import type { Finding } from './finding.ts';

/**
 * What a check needs next, so that the runner can answer many checks with one scan. Expressions speak of columns by their quoted
 * names; the runner says of which rows.
 */
export type Step =
  | { readonly kind: 'done'; readonly finding: Finding }
  /** Aggregates over the rows. */
  | {
      readonly kind: 'scan';
      readonly aggregates: readonly string[];
      readonly next: (values: readonly SqlValue[]) => Step;
    }
  /** Aggregates over the groups of equal keys; they speak of the keys as `k0`, `k1`, … and of a group's rows as `n`. */
  | {
      readonly kind: 'groups';
      readonly by: readonly string[];
      readonly aggregates: readonly string[];
      readonly next: (values: readonly SqlValue[]) => Step;
    }
  /** A query of its own; `from` is what follows FROM. It has the number of each row only where that is asked for. */
  | {
      readonly kind: 'rows';
      readonly sql: (from: string) => string;
      readonly mostRows: number;
      readonly isNumbered?: true;
      readonly next: (rows: readonly SqlRow[]) => Step;
    };

export function done(finding: Finding): Step {
  return { kind: 'done', finding };
}

/** Aggregates over nothing are NULL; a count of nothing is 0. */
export function countOf(value: SqlValue | undefined): number {
  return Number(value ?? 0);
}

/** A number, undefined where there is none: NULL or not a number. */
export function numberOf(value: SqlValue | undefined): number | undefined {
  if (value === null || value === undefined) return undefined;
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}
