/** Time and ids come from outside, so that everything in core gives the same answer twice. */
export interface Clock {
  now(): Date;
  /** Unique id: lower-case letters, digits and dashes. */
  id(): string;
}
