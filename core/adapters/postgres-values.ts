import type { SqlType, SqlValue } from '../ports/sql-engine.ts';

/** Fixed numbers of built-in types (pg_type.dat). */
const BOOLEAN = 16;
const WHOLE = [20, 21, 23, 26]; // int8, int2, int4, oid
const FLOATING = [700, 701]; // float4, float8
const NUMERIC = 1700;

/** A cell from the text that the server sends. A sum of whole numbers is numeric there. */
export function postgresReader(type: number): (cell: string) => SqlValue {
  if (type === BOOLEAN) return (cell) => cell === 't';
  if (FLOATING.includes(type)) return Number;
  if (WHOLE.includes(type)) return readWhole;
  if (type === NUMERIC) return (cell) => (/^-?\d+$/.test(cell) ? readWhole(cell) : cell);
  return (cell) => cell;
}

function readWhole(cell: string): SqlValue {
  const number = Number(cell);
  return Number.isSafeInteger(number) ? number : cell;
}

/** By the name of the type and the letter of its category. */
export function postgresType(name: string, category: string): SqlType {
  if (/^(smallint|integer|bigint|oid)$/.test(name)) return 'integer';
  if (/^(real|double precision)$/.test(name)) return 'double';
  if (name === 'numeric') return 'decimal';
  if (name === 'date') return 'date';
  if (name.startsWith('timestamp')) return 'timestamp';
  if (name === 'boolean') return 'boolean';
  if (category === 'A') return 'list';
  return category === 'S' || category === 'E' || name === 'uuid' ? 'text' : 'other';
}
