/** Rows as what follows FROM, and once more with their numbers, which cost an engine more. */
export interface Rows {
  readonly from: string;
  /** Undefined where the engine keeps no order. */
  readonly numbered: string | undefined;
}

/** Rows that expectations are asked of together: those that meet a condition, and how they are cut into segments. */
export interface Scope extends Rows {
  /** Column that numbers the segment of a row. */
  readonly segmentCode: string | undefined;
}

/** A part of a scope that one check looks at; undefined for all of it. */
export interface ScopePart {
  readonly scope: Scope;
  readonly code: number | undefined;
}

/** The same query around rows with and without their numbers. */
export function over({ from, numbered }: Rows, query: (from: string) => string): Rows {
  return { from: query(from), numbered: numbered === undefined ? undefined : query(numbered) };
}

/** Rows that meet a condition. It stands on lines of its own, so that a comment at its end closes nothing. */
export function withCondition(rows: Rows, condition: string | undefined): Rows {
  return condition === undefined
    ? { from: rows.from, numbered: rows.numbered }
    : over(rows, (from) => `(SELECT * FROM ${from} WHERE (\n${condition}\n)) AS data`);
}

/** What follows FROM for a part. */
export function fromOf({ scope, code }: ScopePart, isNumbered = false): string {
  const from = (isNumbered ? scope.numbered : undefined) ?? scope.from;
  return code === undefined || scope.segmentCode === undefined
    ? from
    : `(SELECT * FROM ${from} WHERE ${scope.segmentCode} = ${code}) AS data`;
}
