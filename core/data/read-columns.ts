import { closest } from '../config/closest.ts';
import type { DataSet } from '../config/schema.ts';
import { OperatorError } from '../errors.ts';
import { listNames } from '../list-names.ts';
import type { Column, Columns } from '../ports/model-runtime.ts';
import type { TablePart } from './table.ts';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Feature columns by name: missing numbers are NaN, missing strings ''. @throws OperatorError `data-invalid` */
export function readFeatures(table: TablePart, dataSet: DataSet): Columns {
  const columns: [string, Column][] = [
    ...dataSet.features.numeric.map((name): [string, Column] => [name, readNumbers(table, name)]),
    ...dataSet.features.categorical.map((name): [string, Column] => [name, cellsOf(table, name)]),
  ];
  return Object.fromEntries(columns);
}

/** Numbers of a column, NaN where a cell is empty. @throws OperatorError `data-invalid` */
export function readNumbers(table: TablePart, name: string): Float64Array {
  const numbers = table.numbers?.get(name);
  if (numbers) return numbers;
  return Float64Array.from(cellsOf(table, name), (cell, row) => {
    const text = cell.trim();
    if (text === '') return Number.NaN;
    // 1e999 has the form of a number and is infinite.
    if (NUMBER.test(text) && Number.isFinite(Number(text))) return Number(text);
    throw new OperatorError(
      'data-invalid',
      `${table.source}:${table.lines[row] ?? 0} column ${JSON.stringify(name)}: expected a number, got ${JSON.stringify(cell.slice(0, 60))}.`,
      'Mend the cell. A feature may be empty where its value is missing; one of text is categorical.',
    );
  });
}

/** Cells of a column as text. @throws OperatorError `data-invalid` that lists the columns there are, and the nearest name */
export function cellsOf(table: TablePart, name: string): readonly string[] {
  const cells = table.cells.get(name);
  if (cells) return cells;
  const numbers = table.numbers?.get(name);
  if (numbers) return Array.from(numbers, (value) => (Number.isNaN(value) ? '' : String(value)));
  const nearest = closest(name, table.header);
  throw new OperatorError(
    'data-invalid',
    `${table.source} has no column ${JSON.stringify(name)}; it has ${listNames(table.header)}.`,
    `${nearest === undefined ? '' : `Did you mean ${JSON.stringify(nearest)}? `}Correct the name, or add the column to the file.`,
  );
}
