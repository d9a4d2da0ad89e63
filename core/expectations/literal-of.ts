import type { Dialect } from '../sql/dialect.ts';
import type { ColumnFacts } from './column-facts.ts';
import { integerLiteral, integerOf } from './integer-literal.ts';
import { secondsOf } from './seconds-of.ts';

/** A value of a suite that a cell may be. */
export type Scalar = string | number | boolean | null;

/** A literal that equals a column's `comparable` where the cell is that value; undefined when no cell can be: text is no number. */
export function literalOf(column: ColumnFacts, value: Scalar, dialect: Dialect): string | undefined {
  if (typeof value === 'boolean') return literalOf(column, value ? 1 : 0, dialect);
  if (column.isInteger && typeof value === 'number') {
    const whole = integerOf(value);
    return whole === undefined ? undefined : integerLiteral(whole, dialect);
  }
  return boundOf(column, value, dialect);
}

/** A literal that a column's `comparable` can be compared with; undefined where the two have no order. */
export function boundOf(column: ColumnFacts, value: Scalar, dialect: Dialect): string | undefined {
  switch (column.kind) {
    case 'number':
    case 'boolean': {
      const whole = integerOf(value);
      // A double would round integers beyond 2^53 before it compares.
      const literal = column.isInteger && whole !== undefined ? integerLiteral(whole, dialect) : undefined;
      if (literal !== undefined) return literal;
      return typeof value === 'number' || whole !== undefined ? dialect.double(Number(value)) : undefined;
    }
    case 'time': {
      const seconds = typeof value === 'string' ? secondsOf(value) : undefined;
      return seconds === undefined ? undefined : dialect.double(seconds);
    }
    default:
      return typeof value === 'string' ? dialect.quoteText(value) : undefined;
  }
}

/** Literals of the values that a cell can be, each once. */
export function literalsOf(column: ColumnFacts, values: readonly Scalar[], dialect: Dialect): readonly string[] {
  const literals = values.map((value) => literalOf(column, value, dialect));
  return [...new Set(literals.filter((literal) => literal !== undefined))];
}

const FEW = 4;

/** Condition that an expression is one of the literals. */
export function isOneOf(expression: string, literals: readonly string[], { name }: Dialect): string {
  if (literals.length === 0) return '1 = 0';
  const list = literals.join(', ');
  // DuckDB compares with each literal in turn, but hashes the rows of a query; the others hash literals too.
  return name === 'duckdb' && literals.length > FEW
    ? `${expression} IN (SELECT unnest([${list}]))`
    : `${expression} IN (${list})`;
}
