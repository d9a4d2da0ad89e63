import type { SqlRow, SqlType, SqlValue } from '../ports/sql-engine.ts';
import { serverFailure } from '../sql/server-failure.ts';

export interface ClickHouseAnswer {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly SqlRow[];
}

/** A whole answer in the format JSONCompact: one that ends early, or with an error behind its rows, is none. @throws OperatorError */
export function readAnswer(text: string, server: string): ClickHouseAnswer {
  const { meta, data, rows, exception } = parse(text);
  const isWhole = exception === undefined && Array.isArray(meta) && Array.isArray(data) && data.length === rows;
  if (!isWhole) {
    const said =
      typeof exception === 'string'
        ? exception
        : (/Code: \d+[\s\S]*/.exec(text)?.[0] ?? `it ends with ${JSON.stringify(text.slice(-80))}`);
    throw serverFailure({ kind: 'stopped', server, text: said }, []);
  }
  const columns = meta as ClickHouseAnswer['columns'];
  const readers = columns.map(({ type }) => readerOf(clickHouseType(type)));
  const values = data as readonly (readonly unknown[])[];
  return {
    columns,
    rows: values.map((row) => row.map((value, index) => (value === null ? null : (readers[index] ?? readText)(value)))),
  };
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}

type Reader = (value: unknown) => SqlValue;
const readText: Reader = (value) => (typeof value === 'string' ? value : JSON.stringify(value));
const readBoolean: Reader = (value) => value === true || value === 'true' || value === 1;
const DENORMALS: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  '-nan': Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
};
const readNumber: Reader = (value) => DENORMALS[String(value)] ?? Number(value);
const readInteger: Reader = (value) => (Number.isSafeInteger(Number(value)) ? Number(value) : String(value));

function readerOf(type: SqlType): Reader {
  if (type === 'integer') return readInteger;
  if (type === 'double') return readNumber;
  return type === 'boolean' ? readBoolean : readText;
}

export function clickHouseType(type: string): SqlType {
  const inner = /^(?:Nullable|LowCardinality)\((.*)\)$/.exec(type)?.[1];
  if (inner !== undefined) return clickHouseType(inner);
  if (/^U?Int\d+$/.test(type)) return 'integer';
  if (/^(B?Float\d+)$/.test(type)) return 'double';
  if (type.startsWith('Decimal')) return 'decimal';
  if (type === 'Bool') return 'boolean';
  if (/^Date(32)?$/.test(type)) return 'date';
  if (type.startsWith('DateTime')) return 'timestamp';
  if (type.startsWith('Array')) return 'list';
  return /^(String|FixedString|UUID|Enum|IPv)/.test(type) ? 'text' : 'other';
}
