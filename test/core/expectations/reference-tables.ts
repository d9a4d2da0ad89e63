/** Small tables that great_expectations (pandas) and Tidegate (DuckDB) are both asked about. */
export interface ReferenceTable {
  readonly columns: Readonly<Record<string, ReferenceColumn>>;
}

export interface ReferenceColumn {
  readonly type: 'int' | 'float' | 'text' | 'bool' | 'time';
  /** `NaN`, `inf` and `-inf` in words: JSON has none. */
  readonly values: readonly (number | string | boolean | null)[];
}

const int = (...values: ReferenceColumn['values']): ReferenceColumn => ({ type: 'int', values });
const float = (...values: ReferenceColumn['values']): ReferenceColumn => ({ type: 'float', values });
const text = (...values: ReferenceColumn['values']): ReferenceColumn => ({ type: 'text', values });
const bool = (...values: ReferenceColumn['values']): ReferenceColumn => ({ type: 'bool', values });
const time = (...values: ReferenceColumn['values']): ReferenceColumn => ({ type: 'time', values });

const main: ReferenceTable = {
  columns: {
    id: int(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
    age: int(31, 45, 22, 67, 19, 45, 38, 52, 29, 45),
    score: float(0.5, 1.5, 2.5, 2.5, 3.25, 4, 5.125, 6.5, 7.75, 9),
    other: float(0.25, 1.5, 2, 2.75, 3, 3.5, 5, 6.5, 7, 8),
    city: text('Ulm', 'Bonn', 'Ulm', 'Kiel', 'Ulm', 'Bonn', 'Ulm', 'Trier', 'Ulm', 'Bonn'),
    town: text('Ulm', 'Kiel', 'Ulm', 'Kiel', 'Ulm', 'Bonn', 'Ulm', 'Trier', 'Bonn', 'Bonn'),
    code: text('1', '22', '333', '4444', '1', '22', '333', '4444', '5é', '6'),
    flag: bool(true, false, true, true, false, true, false, false, true, true),
    day: time(
      '2024-01-01T00:00:00',
      '2024-01-02T12:30:00',
      '2024-01-03T00:00:00',
      '2024-01-04T00:00:00',
      '2024-01-05T00:00:00',
      '2024-01-06T00:00:00',
      '2024-01-07T00:00:00',
      '2024-01-08T00:00:00',
      '2024-01-09T00:00:00',
      '2024-01-10T23:59:59',
    ),
    date: text(
      '2024-01-01',
      '2024-02-29',
      '2023-12-31',
      '2024-06-01',
      '2024-07-04',
      '2024-08-15',
      '2024-09-30',
      '2024-10-10',
      '2024-11-11',
      '2024-12-24',
    ),
    json: text(
      '{"a": 1}',
      '{"a": 2}',
      '{"a": 3.5}',
      '{"a": 1}',
      '{"a": 1}',
      '{"a": 0}',
      '{"a": 1}',
      '{"a": 7}',
      '{"a": 1}',
      '{"a": 1}',
    ),
  },
};

/** What goes wrong in files: gaps, NaN, infinities, repeated values, wrong dates, cut JSON. */
const dirty: ReferenceTable = {
  columns: {
    id: int(1, 2, 2, null, 5, 6, null, 8),
    age: int(-3, 45, null, 230, 45, 0, null, 45),
    score: float(1, 'NaN', 'inf', -2.5, null, 1, 0.30000000000000004, '-inf'),
    other: float(1, 2, 'inf', 'NaN', null, 0.5, 0.3, 5),
    city: text('Ulm', '', null, 'ulm', ' Ulm', 'Ulm\n', 'Bonn', null),
    town: text('Ulm', 'x', null, null, ' Ulm', 'Ulm', 'Kiel', ''),
    code: text('1', null, '１２', 'abc', '-4', '0x1', '', '1.0'),
    flag: bool(true, null, false, null, true, true, false, true),
    day: time(
      '2024-01-03T00:00:00',
      null,
      '2024-01-01T00:00:00',
      '2024-01-03T00:00:00',
      null,
      '1999-12-31T00:00:00',
      '2030-01-01T00:00:00',
      '2024-01-03T00:00:01',
    ),
    date: text('2023-02-29', '29.02.2024', null, 'yesterday', '2024-1-1', '', '2024-01-01 ', '12/31/2023'),
    json: text('{"a": }', '[1, 2', null, 'NaN', '{"a": "x"}', '', '12', '{"b": [1,]}'),
  },
};

const nothing = (values: readonly null[]): ReferenceTable => ({
  columns: Object.fromEntries(Object.entries(main.columns).map(([name, { type }]) => [name, { type, values }])),
});

const single: ReferenceTable = {
  columns: Object.fromEntries(
    Object.entries(main.columns).map(([name, { type, values }]) => [name, { type, values: values.slice(1, 2) }]),
  ),
};

export const REFERENCE_TABLES = {
  main,
  dirty,
  single,
  missing: nothing([null, null, null]),
  empty: nothing([]),
} as const satisfies Readonly<Record<string, ReferenceTable>>;
export type ReferenceTableName = keyof typeof REFERENCE_TABLES;
