/** In E notation: engines read a literal without an exponent as a decimal. Shortest digits that read back to the same double. */
export function writeDouble(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no finite number`);
  return value.toExponential();
}
