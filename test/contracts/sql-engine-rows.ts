import type { Dialect } from '../../core/sql/dialect.ts';

/** Rows that every engine is given: what is odd about numbers, texts and names. */
export const COLUMNS = {
  id: 'integer',
  x: 'double',
  n: 'integer',
  big: 'integer',
  text: 'text',
  day: 'date',
  moment: 'timestamp',
  price: 'decimal',
  'a "quoted"\nname\\': 'double',
} as const;
export type Row = readonly [
  id: number,
  x: number | null,
  n: number | null,
  big: bigint,
  text: string | null,
  day: string,
  at: string,
  price: string,
  odd: number,
];

export const ROWS_IN_ALL = 4000;
const TEXTS = [
  'plain',
  "it's",
  'back\\slash',
  '"quoted"',
  'two\nlines',
  'größe €',
  '日本',
  '',
  null,
  "'; DROP TABLE rows; --",
];
const ODD = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, null, 0, 1e300, -1e300, 1e-300, 0.1 + 0.2];

export function makeRows(): readonly Row[] {
  let state = 7;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: ROWS_IN_ALL }, (_, id): Row => {
    const normal = Math.sqrt(-2 * Math.log(next() + 1e-12)) * Math.cos(2 * Math.PI * next());
    const odd = ODD[id % 100];
    const micros = String(100_001 + (id % 800_000)).padStart(6, '0');
    return [
      id,
      odd === undefined ? 3 + 2 * normal : odd,
      id % 7 === 0 ? null : Math.floor(next() * 100) - 50,
      2n ** 60n + BigInt(id),
      TEXTS[id % TEXTS.length] ?? null,
      `20${String(10 + (id % 15))}-0${1 + (id % 9)}-1${id % 10}`,
      `2020-01-0${1 + (id % 9)} 10:2${id % 10}:30.${micros}`,
      `${(id % 900) - 450}.${String(id % 100).padStart(2, '0')}`,
      Math.exp(3 * normal),
    ];
  });
}

export type NativeTypes = Readonly<
  Record<'integer' | 'double' | 'text' | 'date' | 'timestamp' | 'decimal' | 'bigint', string>
>;

/** Statements that make the table; a thousand rows each. */
export function writeTable(table: string, types: NativeTypes, dialect: Dialect, end = ''): readonly string[] {
  const list = Object.entries(COLUMNS).map(
    ([name, type]) => `${dialect.quoteName(name)} ${name === 'big' ? types.bigint : types[type]}`,
  );
  const { quoteText } = dialect;
  const double = (value: number | null) =>
    value === null
      ? 'NULL'
      : Number.isFinite(value)
        ? dialect.double(value)
        : dialect.castToDouble(quoteText(Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'));
  const write = ([id, x, n, big, text, day, at, price, odd]: Row) =>
    [
      id,
      double(x),
      n ?? 'NULL',
      big,
      text === null ? 'NULL' : quoteText(text),
      quoteText(day),
      quoteText(at),
      quoteText(price),
      double(odd),
    ].join(', ');
  const rows = makeRows();
  const inserts = Array.from({ length: Math.ceil(rows.length / 1000) }, (_, part) => {
    const values = rows.slice(part * 1000, (part + 1) * 1000).map((row) => `(${write(row)})`);
    return `INSERT INTO ${table} VALUES ${values.join(', ')}`;
  });
  return [`CREATE TABLE ${table} (${list.join(', ')}) ${end}`, ...inserts];
}

export interface Grid {
  readonly center: number;
  readonly scale: number;
}

/** Counts by bin as JavaScript computes them; null, NaN and ±infinity have bins of their own. */
export function countInJs(values: readonly (number | null)[], { center, scale }: Grid): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) {
    const bin =
      value === null
        ? -1
        : Number.isNaN(value)
          ? -2
          : Number.isFinite(value)
            ? binOf(value, center, scale)
            : value > 0
              ? -3
              : -4;
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  return counts;
}

function binOf(value: number, center: number, scale: number): number {
  const distance = value - center;
  return Math.floor((distance / (scale + Math.abs(distance)) + 1) * 128);
}

/** The same as SQL of an engine. */
export function countInSql(column: string, from: string, { center, scale }: Grid, dialect: Dialect): string {
  const { double, castToInteger, castToDouble, isInfinite, isNaN: isNotANumber } = dialect;
  const distance = `(v - ${double(center)})`;
  const share = `${distance} / (${double(scale)} + abs(${distance}))`;
  const bin = castToInteger(`floor((${share} + ${double(1)}) * ${double(128)})`);
  const special = `WHEN v IS NULL THEN -1 WHEN ${isNotANumber('v')} THEN -2 WHEN ${isInfinite('v')} AND v > ${double(0)} THEN -3 WHEN ${isInfinite('v')} THEN -4`;
  return `SELECT b, count(*) FROM (SELECT CASE ${special} ELSE ${bin} END AS b FROM (SELECT ${castToDouble(column)} AS v FROM ${from}) y) z GROUP BY b`;
}
