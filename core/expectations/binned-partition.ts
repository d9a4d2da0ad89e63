export interface BinnedPartition {
  readonly bins: readonly number[];
  readonly weights: readonly number[];
  readonly tail_weights?: readonly [number, number] | undefined;
}

/**
 * Expected weights of the tail below, the bins and the tail above; a side that reaches to infinity has no tail. The shares held out
 * go to bins and tails that have no weight. Undefined for tail weights where there can be no tail.
 */
export function expectedBins(
  { bins, weights, tail_weights }: BinnedPartition,
  { tail, internal }: { readonly tail: number; readonly internal: number },
): readonly number[] | undefined {
  const isOpen = [bins[0], bins.at(-1)].map((edge) => !Number.isFinite(edge));
  const openSides = isOpen.filter(Boolean).length;
  if (openSides > 0 && (tail_weights !== undefined || (openSides === 2 && tail > 0))) return undefined;
  const scaled = weights.map((weight) => weight * (1 - tail - internal));
  const empty = scaled.filter((weight) => weight === 0).length;
  const within = scaled.map((weight) => (weight === 0 && internal > 0 ? internal / empty : weight));
  const share = openSides === 1 ? tail : tail / 2;
  const [low, high] = tail_weights ?? [share, share];
  return [...(isOpen[0] ? [] : [low]), ...within, ...(isOpen[1] ? [] : [high])];
}
