import type { SqlType, SqlValue } from '../ports/sql-engine.ts';

export function trinoType(type: string): SqlType {
  if (/^(tinyint|smallint|integer|bigint)$/.test(type)) return 'integer';
  if (/^(real|double)$/.test(type)) return 'double';
  if (type.startsWith('decimal')) return 'decimal';
  if (type === 'boolean' || type === 'date') return type;
  if (type.startsWith('timestamp')) return 'timestamp';
  if (type.startsWith('array')) return 'list';
  return /^(varchar|char|uuid|ipaddress)/.test(type) ? 'text' : 'other';
}

/** A cell from its JSON: NaN and ±Infinity come as strings. */
export function trinoReader(type: string): (cell: unknown) => SqlValue {
  switch (trinoType(type)) {
    case 'double':
      return Number;
    case 'integer':
      return (cell) => (Number.isSafeInteger(Number(cell)) ? Number(cell) : String(cell));
    case 'boolean':
      return (cell) => cell === true;
    case 'decimal':
      // A sum of whole numbers is decimal(38,0) there.
      return (cell) =>
        /^-?\d+$/.test(String(cell)) && Number.isSafeInteger(Number(cell)) ? Number(cell) : String(cell);
    default:
      return (cell) => (typeof cell === 'string' ? cell : JSON.stringify(cell));
  }
}
