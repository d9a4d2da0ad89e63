import { OperatorError } from '../errors.ts';
import type { TablePart } from './table.ts';

export interface CellLimits {
  readonly cells: number;
  readonly characters: number;
}

/**
 * Counts what is kept of a file's parts: `text` where numbers stay numbers, `all` where they become text.
 * @throws OperatorError `data-invalid` before it is too much: the process would end without a word
 */
export function createCellBudget(source: string, limits: CellLimits, counted: 'text' | 'all') {
  let cells = 0;
  let characters = 0;
  return (part: TablePart): void => {
    cells += part.rows * (part.cells.size + (counted === 'all' ? (part.numbers?.size ?? 0) : 0));
    if (Number.isFinite(limits.characters))
      for (const column of part.cells.values()) for (const cell of column) characters += cell.length;
    if (cells <= limits.cells && characters <= limits.characters) return;
    const most = cells > limits.cells ? `${limits.cells} cells` : `${limits.characters} characters`;
    throw new OperatorError(
      'data-invalid',
      `${source} has more than ${most} in the columns that are needed: too many to keep in memory.`,
      'Give a sample of its rows, or name fewer columns.',
    );
  };
}
