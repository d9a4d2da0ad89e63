import { OperatorError } from '../errors.ts';

/** Whoever writes the data must not decide how long a job runs. */
export function tookTooLong(source: string, timeoutMs = 0): OperatorError {
  return new OperatorError(
    'engine-failed',
    `${source}: a query took longer than ${Math.ceil(timeoutMs / 1000)} s and was stopped.`,
    'Check fewer rows or expectations, or allow more time where there is a setting for it, as data.query-timeout-minutes of tidegate.yml.',
  );
}
