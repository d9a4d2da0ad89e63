import { OperatorError } from '../errors.ts';
import { ANSWER_MAX_CHARACTERS } from '../limits.ts';

/** A few cells may hold more than this process has memory for. */
export function tooLongTexts(source: string): OperatorError {
  return new OperatorError(
    'data-invalid',
    `${source} has texts that are too long to look at: a query gave more than ${ANSWER_MAX_CHARACTERS / 1024 ** 2} million characters.`,
    'Leave out the column of these texts, or cut them: sql:SELECT substr(…, 1, 1000) AS … FROM ….',
  );
}
