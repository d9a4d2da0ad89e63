/** An expectation that rows of a reference suggest, and what they show. */
export interface Inferred {
  readonly type: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly severity?: 'warn';
  /** Behind it in the file: no value of the data but bounds. */
  readonly why?: string;
}
