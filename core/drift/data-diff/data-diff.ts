import type { ColumnDrift } from '../drift-report.ts';
import type { MeasuredColumn } from './measure-columns.ts';

interface Both<Value> {
  readonly base: Value;
  readonly head: Value;
}

export interface ColumnDiff {
  readonly name: string;
  readonly missing: Both<MeasuredColumn['missing']>;
  /** Null where it is not known, or rows are people. */
  readonly mean: Both<MeasuredColumn['mean']>;
  /** Null where they are too many to be told apart. Of a column that looks personal only how many there are; where rows are people, so of values of few. */
  readonly categories: {
    readonly added: number;
    readonly gone: number;
    readonly addedNames: readonly string[];
    readonly goneNames: readonly string[];
  } | null;
  readonly isPersonal: boolean;
  /** Null where it was not compared: rows too few or none, or a type that has no distribution. */
  readonly drift: ColumnDrift | null;
}

/** What a pull request makes of a data file. */
export interface DataDiff {
  readonly rows: Both<number>;
  /** Rows that one side alone has, by a hash of all columns; null where the columns are not the same. */
  readonly onlyIn: Both<number> | null;
  readonly added: readonly { readonly name: string; readonly type: string }[];
  readonly removed: readonly { readonly name: string; readonly type: string }[];
  readonly retyped: readonly ({ readonly name: string } & Both<string>)[];
  readonly columns: readonly ColumnDiff[];
}

/** Nothing that the diff looks at is different. */
export function isUnchanged({ rows, onlyIn, added, removed, retyped }: DataDiff): boolean {
  const isSame = rows.base === rows.head && onlyIn?.base === 0 && onlyIn.head === 0;
  return isSame && added.length + removed.length + retyped.length === 0;
}
