import type { SqlColumn } from '../ports/sql-engine.ts';
import type { Dialect } from '../sql/dialect.ts';
import type { ColumnProfile, NotCounted } from './profile.ts';

export type Kind = ColumnProfile['kind'];
export type Role = ColumnProfile['role'];

/** A column that is to be counted, and how its values are read. */
export interface PlannedColumn {
  readonly name: string;
  readonly role: Role;
  readonly kind: Kind;
  /** The value as a double, or as a text for categories and texts. */
  readonly value: string;
  readonly dimensions?: number | undefined;
}

export interface ColumnChoice {
  /** All columns by default. */
  readonly columns?: readonly string[] | undefined;
  /** Read as categories although they are numbers. */
  readonly categorical?: readonly string[] | undefined;
  readonly prediction?: string | undefined;
  readonly target?: string | undefined;
}

/** Kinds by the engine's types; texts are categories until a sample shows that they hardly repeat. */
export function planColumns(columns: readonly SqlColumn[], choice: ColumnChoice, dialect: Dialect): PlannedColumn[] {
  const { categorical = [], prediction, target } = choice;
  const roleOf = (name: string): Role => (name === prediction ? 'prediction' : name === target ? 'target' : 'feature');
  return columns
    .filter(({ name }) => choice.columns === undefined || choice.columns.includes(name))
    .flatMap((column): PlannedColumn[] => {
      const kind = categorical.includes(column.name) ? 'categorical' : kindOf(column.type);
      if (!kind) return [];
      const { name } = column;
      return [{ name, role: roleOf(name), kind, value: readAs(kind, dialect.quoteName(name), dialect) }];
    });
}

const LONGEST_TYPE = 60;

/** Columns that a plan leaves out although nobody asked for it. */
export function findNotCounted(
  columns: readonly SqlColumn[],
  { columns: chosen, categorical = [] }: ColumnChoice,
): readonly NotCounted[] {
  return columns
    .filter(({ name }) => chosen === undefined || chosen.includes(name))
    .filter(({ name, type }) => !kindOf(type) && !categorical.includes(name) && name.length <= 1000)
    .slice(0, 1000)
    .map(({ name, nativeType }) => ({
      column: name,
      type: nativeType.length > LONGEST_TYPE ? `${nativeType.slice(0, LONGEST_TYPE)}…` : nativeType,
    }));
}

/** Least or greatest value of a column as a double; around the column itself, engines know it without a scan. */
export function extremeOf(
  kind: 'numeric' | 'timestamp',
  aggregate: 'min' | 'max',
  column: string,
  dialect: Dialect,
): string {
  return readAs(kind, `${aggregate}(${column})`, dialect);
}

export function readAs(kind: Kind, column: string, dialect: Dialect): string {
  switch (kind) {
    case 'numeric':
      return dialect.castToDouble(column);
    case 'timestamp':
      return dialect.castToDouble(dialect.epoch(column));
    case 'categorical':
    case 'text':
      return dialect.castToText(column);
    case 'embedding':
      return column;
  }
}

function kindOf(type: SqlColumn['type']): Kind | undefined {
  switch (type) {
    case 'integer':
    case 'double':
    case 'decimal':
      return 'numeric';
    case 'date':
    case 'timestamp':
      return 'timestamp';
    case 'boolean':
    case 'text':
      return 'categorical';
    case 'list':
      return 'embedding';
    case 'other':
      return undefined;
  }
}
