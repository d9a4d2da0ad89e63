import {
  BIGINT,
  BOOLEAN,
  DATE,
  DECIMAL,
  DOUBLE,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  INTEGER,
  LIST,
  listValue,
  TIMESTAMP,
  TIMESTAMPTZ,
  UBIGINT,
  UINTEGER,
  VARCHAR,
} from '@duckdb/node-api';
import type { DataType, Field, Vector } from 'apache-arrow';
import type { TableColumn } from './duckdb-table.ts';

type Arrow = typeof import('apache-arrow');
type Read = (vector: Vector) => (row: number) => DuckDBValue;
/** A column of an Arrow file as a column of DuckDB. */
export interface ArrowColumn extends TableColumn {
  readonly read: Read;
}

const DAY_MS = 86_400_000n;
const WIDEST_DECIMAL = 38;
/** By unit (second, milli-, micro-, nanosecond): microseconds are this many times the value, divided by that. */
const MICROSECONDS: readonly (readonly [bigint, bigint])[] = [
  [1_000_000n, 1n],
  [1000n, 1n],
  [1n, 1n],
  [1n, 1000n],
];

export function arrowColumn(arrow: Arrow, { name, type }: Field): ArrowColumn {
  const [duckDbType, read] = columnOf(arrow, type);
  return { name, type: duckDbType, read };
}

function columnOf(arrow: Arrow, type: DataType): readonly [DuckDBType, Read] {
  const { DataType: Is } = arrow;
  if (Is.isBool(type)) return [BOOLEAN, asItIs];
  if (Is.isInt(type)) return [integerOf(type.bitWidth, type.isSigned), asItIs];
  if (Is.isFloat(type)) return [DOUBLE, asItIs];
  if (Is.isDictionary(type)) return dictionaryOf(arrow, type.dictionary as DataType);
  if (Is.isDecimal(type) && type.precision <= WIDEST_DECIMAL) {
    const { precision, scale } = type;
    return [DECIMAL(precision, scale), fromWords((words) => new DuckDBDecimalValue(words, precision, scale))];
  }
  // Their own getters give milliseconds as a number, and round.
  if (Is.isDate(type))
    return type.unit === arrow.DateUnit.DAY
      ? [DATE, fromValues((days) => new DuckDBDateValue(Number(days)))]
      : [DATE, fromValues((millis) => new DuckDBDateValue(Number(divide(BigInt(millis), DAY_MS))))];
  if (Is.isTimestamp(type)) {
    const [times, by] = MICROSECONDS[type.unit] ?? [1n, 1n];
    const micros = (value: bigint | number) => divide(BigInt(value) * times, by);
    return type.timezone
      ? [TIMESTAMPTZ, fromValues((value) => new DuckDBTimestampTZValue(micros(value)))]
      : [TIMESTAMP, fromValues((value) => new DuckDBTimestampValue(micros(value)))];
  }
  if (Is.isList(type) || Is.isFixedSizeList(type)) {
    const [item] = type.children;
    if (item && (Is.isFloat(item.type) || (Is.isInt(item.type) && item.type.bitWidth < 64)))
      return [LIST(DOUBLE), asList];
  }
  return [VARCHAR, asText];
}

function dictionaryOf(arrow: Arrow, type: DataType): readonly [DuckDBType, Read] {
  const [inner, read] = columnOf(arrow, type);
  if (inner === VARCHAR) return [VARCHAR, (vector) => asText(vector.memoize())]; // each text is decoded once
  return read === asItIs ? [inner, asItIs] : [VARCHAR, asText];
}

function integerOf(bits: number, isSigned: boolean): DuckDBType {
  if (bits < 32 || (bits === 32 && isSigned)) return INTEGER;
  if (bits === 32) return UINTEGER;
  return isSigned ? BIGINT : UBIGINT;
}

const asItIs: Read = (vector) => (row) => vector.get(row) as DuckDBValue;

const asText: Read = (vector) => (row) => {
  const value: unknown = vector.get(row);
  return value === null || value === undefined ? null : String(value);
};

const asList: Read = (vector) => (row) => {
  const items = vector.get(row) as Iterable<number | bigint | null> | null;
  return items === null ? null : listValue([...items].map((item) => (item === null ? null : Number(item))));
};

/** Of a type that is stored as one whole number a cell. */
function fromValues(convert: (value: bigint | number) => DuckDBValue): Read {
  return (vector) => {
    const values = vector.data[0]?.values as ArrayLike<bigint | number> | undefined;
    return (row) => {
      const value = vector.isValid(row) ? values?.[row] : undefined;
      return value === undefined ? null : convert(value);
    };
  };
}

/** Of a type that is stored as four words a cell, the lowest first, two's complement. */
function fromWords(convert: (value: bigint) => DuckDBValue): Read {
  return (vector) => (row) => {
    const words = vector.get(row) as ArrayLike<number> | null;
    if (words === null) return null;
    let value = 0n;
    for (let place = words.length - 1; place >= 0; place -= 1)
      value = (value << 32n) | BigInt((words[place] ?? 0) >>> 0);
    return convert(BigInt.asIntN(words.length * 32, value));
  };
}

/** Towards minus infinity, as calendars go. */
function divide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value < 0n && value % by !== 0n ? quotient - 1n : quotient;
}
