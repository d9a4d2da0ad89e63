import type { SqlColumn } from '../ports/sql-engine.ts';
import type { Dialect } from '../sql/dialect.ts';

export type ColumnKind = 'number' | 'boolean' | 'text' | 'time' | 'other';

/** A column of the scope, where NaN is NULL already, and its values as the expectations compare them. */
export interface ColumnFacts {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly isInteger: boolean;
  /** A double may be infinite. */
  readonly isDouble: boolean;
  readonly type: SqlColumn['type'];
  readonly nativeType: string;
  /** As it is. */
  readonly sql: string;
  /** What numbers, texts, or seconds since 1970 are compared with; true is 1, as in Python. */
  readonly comparable: string;
  /** What patterns and lengths look at, as Python's `str` writes it. */
  readonly text: string;
}

export function columnFacts({ name, type, nativeType }: SqlColumn, dialect: Dialect): ColumnFacts {
  const sql = dialect.quoteName(name);
  const kind = kindOf(type, nativeType);
  return {
    name,
    kind,
    isInteger: type === 'integer' || type === 'boolean',
    isDouble: type === 'double',
    type,
    nativeType,
    sql,
    comparable: comparableOf(sql, kind, dialect),
    text: kind === 'boolean' ? `CASE WHEN ${sql} THEN 'True' WHEN NOT ${sql} THEN 'False' END` : textOf(sql, dialect),
  };
}

function kindOf(type: SqlColumn['type'], nativeType: string): ColumnKind {
  if (type === 'integer' || type === 'double' || type === 'decimal') return 'number';
  if (type === 'date' || type === 'timestamp') return 'time';
  if (type === 'boolean' || type === 'text') return type;
  return nativeType === 'JSON' ? 'text' : 'other';
}

function comparableOf(sql: string, kind: ColumnKind, dialect: Dialect): string {
  if (kind === 'number') return sql;
  if (kind === 'boolean') return `CASE WHEN ${sql} THEN 1 WHEN NOT ${sql} THEN 0 END`;
  return kind === 'time' ? dialect.epoch(sql) : textOf(sql, dialect);
}

function textOf(sql: string, dialect: Dialect): string {
  return dialect.castToText(sql);
}
