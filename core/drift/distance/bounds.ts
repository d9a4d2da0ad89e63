/** Between what an exact number lies that counts do not tell exactly. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}
