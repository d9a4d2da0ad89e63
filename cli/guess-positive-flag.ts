import type { TablePart } from '@tidegate/core/data/table';
import { readClasses } from '@tidegate/core/data/truth';
import { OperatorError } from '@tidegate/core/errors';
import { guessPositive } from '@tidegate/core/evaluation/guess-positive';
import type { TaskGuess } from '@tidegate/core/evaluation/guess-task';

/** What --positive would say. @throws OperatorError `data-invalid` where the target has not two classes */
export function guessPositiveFlag(table: TablePart, target: string, guess: TaskGuess | undefined): string {
  const [first = '', second, ...others] = readClasses(table, target);
  if (second !== undefined && others.length === 0) return guessPositive([first, second]);
  if (second === undefined) {
    const message = `${table.source}: target ${JSON.stringify(target)} has only one class, ${JSON.stringify(first)}.`;
    const hint = 'With only one class there is nothing to measure: give rows of both.';
    throw new OperatorError('data-invalid', message, hint);
  }
  const found = [first, second, ...others].slice(0, 6).map((label) => JSON.stringify(label));
  throw new OperatorError(
    'data-invalid',
    `${table.source}: target ${JSON.stringify(target)} has ${2 + others.length} distinct labels (${found.join(', ')}${others.length > 4 ? ', …' : ''}); a binary one has two classes.`,
    `${guess ? `The task was guessed from ${guess.from}. ` : ''}Give --task multiclass-classification or --task regression, or name another column.`,
  );
}
