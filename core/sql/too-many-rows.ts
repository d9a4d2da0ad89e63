import { OperatorError } from '../errors.ts';

export function tooManyRows(mostRows: number): OperatorError {
  return new OperatorError(
    'engine-failed',
    `A query gave more than ${mostRows} rows.`,
    'Aggregate more: fewer columns, segments or chunks at a time.',
  );
}
