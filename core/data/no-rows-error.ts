import { OperatorError } from '../errors.ts';

/** A file without rows: most readers need some, and one that does not can tell it from a file that is broken. */
export class NoRowsError extends OperatorError {
  /** Names of its columns, as far as the file has any. */
  readonly header: readonly string[];

  constructor(message: string, hint: string, header: readonly string[]) {
    super('data-invalid', message, hint);
    this.header = header;
  }
}
