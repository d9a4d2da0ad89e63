import { OperatorError } from '../errors.ts';
import { listNames } from '../list-names.ts';
import type { PredictionColumns } from './read-predictions.ts';

/**
 * Columns that no evaluation can be made of, whatever they hold.
 * @throws OperatorError `input-invalid` for a ranking without queries, and for a column that is two things at once
 */
export function refuseColumns(columns: PredictionColumns, header: readonly string[], hasOwnFile: boolean): void {
  const { task, query, target, scores, prediction, baselineScores, baselinePrediction, id } = columns;
  if (task === 'ranking' && query === undefined) {
    const others = header.filter((name) => ![target, prediction, id, ...(scores ?? [])].includes(name)).slice(0, 10);
    throw new OperatorError(
      'input-invalid',
      'Ranking is judged query by query, and no column says which query a row belongs to.',
      `Give --query <column>${others.length === 0 ? '' : `, one of ${listNames(others)}`}.`,
    );
  }
  refuseTwice(scores, '--score');
  refuseTwice(baselineScores, '--baseline-score');
  if (hasOwnFile) return;
  const own = [...(scores ?? []), ...(prediction === undefined ? [] : [prediction])];
  const shared = [...(baselineScores ?? []), baselinePrediction].find(
    (name) => name !== undefined && own.includes(name),
  );
  if (shared === undefined) return;
  throw new OperatorError(
    'input-invalid',
    `Column ${JSON.stringify(shared)} is given for the candidate and for the baseline: a model would be compared with itself.`,
    'Name the column of the other model, or its file with --baseline.',
  );
}

function refuseTwice(names: readonly string[] | undefined, flag: string): void {
  const twice = names?.find((name, place) => names.indexOf(name) !== place);
  if (twice === undefined) return;
  throw new OperatorError(
    'input-invalid',
    `${flag} names the column ${JSON.stringify(twice)} twice.`,
    'Give one column for each class.',
  );
}
