import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Task } from '../config/task.ts';
import { nameForms } from '../data/label-forms.ts';
import { cellsOf } from '../data/read-columns.ts';
import type { TablePart } from '../data/table.ts';
import type { Digest } from '../digest.ts';
import type { PredictionColumns } from './read-predictions.ts';

/** Which rows a model is judged on, whatever it says about them. */
export interface EvaluationSet {
  readonly source: string;
  readonly rows: number;
  readonly lines: ArrayLike<number>;
  /** What a row is, cells as text that is the same from every kind of file. */
  readonly fields: readonly Field[];
  /** In the order of the ids, or of the file where there are none. */
  readonly digest: Digest;
}

interface Field {
  readonly name: 'id' | 'label' | 'weight' | 'group' | 'query';
  readonly cells: readonly string[];
}

const ROWS_A_BLOCK = 4_096;

/** @throws OperatorError `data-invalid` when a column is missing */
export function readEvaluationSet(table: TablePart, columns: PredictionColumns): EvaluationSet {
  const { id, target, weight, group, query, task } = columns;
  const read = (name: Field['name'], column: string | undefined, write: (cell: string) => string): readonly Field[] =>
    column === undefined ? [] : [{ name, cells: cellsOf(table, column).map(write) }];
  const readNames = (name: Field['name'], column: string | undefined): readonly Field[] =>
    column === undefined ? [] : [{ name, cells: nameForms(cellsOf(table, column)) }];
  const fields: readonly Field[] = [
    ...read('id', id, (cell) => cell),
    { name: 'label', cells: writeLabels(cellsOf(table, target), task) },
    ...read('weight', weight, writeNumber),
    ...readNames('group', group),
    ...readNames('query', query),
  ];
  const { source, rows, lines } = table;
  return { source, rows, lines, fields, digest: digestFields(fields, rows) };
}

/** 0.50 and 5e-1 are one number; what is none stays as it is, for whoever reads the column. */
function writeNumber(cell: string): string {
  return cell.trim() !== '' && Number.isFinite(Number(cell)) ? String(Number(cell)) : cell;
}

/** A whole number that went through a float column has a fraction: 1.0 is the class 1. Its digits stay: int64 is no float64. */
function writeLabels(cells: readonly string[], task: Task): readonly string[] {
  if (task === 'regression' || task === 'ranking') return cells.map(writeNumber);
  return task === 'multilabel-classification' ? cells.map(writeSet) : nameForms(cells);
}

function writeSet(cell: string): string {
  return [...new Set(cell.split('|').filter((label) => label !== ''))].sort().join('|');
}

function digestFields(fields: readonly Field[], rows: number): Digest {
  const ids = fields.find(({ name }) => name === 'id')?.cells;
  const order = ids && [...ids.keys()].sort((left, right) => ((ids[left] ?? '') < (ids[right] ?? '') ? -1 : 1));
  const encoder = new TextEncoder();
  const hash = sha256.create();
  hash.update(encoder.encode(`${JSON.stringify(fields.map(({ name }) => name))}\n`));
  for (let start = 0; start < rows; start += ROWS_A_BLOCK) {
    let block = '';
    for (let place = start; place < Math.min(rows, start + ROWS_A_BLOCK); place += 1)
      block += `${JSON.stringify(fields.map(({ cells }) => cells[order?.[place] ?? place] ?? ''))}\n`;
    hash.update(encoder.encode(block));
  }
  return `sha256:${bytesToHex(hash.digest())}`;
}
