import type { ColumnFacts } from './column-facts.ts';

type Test = (column: ColumnFacts) => boolean;
const native =
  (...names: readonly string[]): Test =>
  ({ nativeType }) =>
    names.includes(nativeType.toUpperCase());
const integer: Test = ({ type }) => type === 'integer';
const double: Test = ({ type }) => type === 'double';
const text: Test = ({ type }) => type === 'text';
const boolean: Test = ({ type }) => type === 'boolean';
const timestamp: Test = ({ type }) => type === 'timestamp';
const date: Test = ({ type }) => type === 'date';
const decimal: Test = ({ type }) => type === 'decimal';
const long = native('BIGINT', 'INT64', 'INT8');
const int32 = native('INTEGER', 'INT32', 'INT4');
const float64 = native('DOUBLE', 'FLOAT64', 'DOUBLE PRECISION', 'FLOAT8');
const float32 = native('FLOAT', 'FLOAT32', 'REAL', 'FLOAT4');

/** Names of types in lower case. `int` and `float` are any width, `int64` and `float32` that one. */
const TYPES: Readonly<Record<string, Test>> = {
  // Python, NumPy and pandas
  int: integer,
  long: integer,
  int64: long,
  int32,
  int16: native('SMALLINT', 'INT16'),
  int8: native('TINYINT', 'INT8'),
  uint64: native('UBIGINT', 'UINT64'),
  uint32: native('UINTEGER', 'UINT32'),
  uint16: native('USMALLINT', 'UINT16'),
  uint8: native('UTINYINT', 'UINT8'),
  float: double,
  float64,
  float_: double,
  float32,
  str: text,
  string: text,
  string_types: text,
  stringdtype: text,
  object: text,
  object_: text,
  o: text,
  bool: boolean,
  bool_: boolean,
  boolean,
  booleandtype: boolean,
  timestamp,
  datetime64: timestamp,
  'datetime64[ns]': timestamp,
  'datetime64[us]': timestamp,
  datetime: timestamp,
  date,
  decimal,
  // Spark
  integertype: int32,
  longtype: long,
  shorttype: native('SMALLINT', 'INT16'),
  bytetype: native('TINYINT', 'INT8'),
  doubletype: float64,
  floattype: float32,
  stringtype: text,
  booleantype: boolean,
  timestamptype: timestamp,
  datetype: date,
  decimaltype: decimal,
  // SQL, and SQLAlchemy's classes
  integer,
  bigint: long,
  smallint: native('SMALLINT', 'INT16'),
  tinyint: native('TINYINT', 'INT8'),
  double: float64,
  double_precision: float64,
  'double precision': float64,
  real: float32,
  numeric: decimal,
  varchar: text,
  text,
  char: text,
  unicode: text,
};

/** A column's type has that name, or the engine calls it so. */
export function isTypeNamed(column: ColumnFacts, name: string): boolean {
  const known = name.trim().toLowerCase();
  if (column.nativeType.toLowerCase() === known) return true;
  return Object.hasOwn(TYPES, known) && (TYPES[known]?.(column) ?? false);
}
