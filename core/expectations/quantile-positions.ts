export type Interpolation = 'linear' | 'lower' | 'higher' | 'midpoint' | 'nearest';

export interface AskedQuantile {
  readonly quantile: number;
  readonly interpolation: Interpolation;
}

/** Places, from 0, of the sorted values that a quantile is made of. */
export function positionsOf({ quantile, interpolation }: AskedQuantile, n: number): readonly [number, number] {
  const place = placeOf(quantile, n);
  const [low, high] = [Math.floor(place), Math.min(Math.ceil(place), n - 1)];
  if (interpolation === 'lower') return [low, low];
  if (interpolation === 'higher') return [high, high];
  if (interpolation === 'nearest') {
    const nearest = roundHalfEven(place);
    return [nearest, nearest];
  }
  return [low, high];
}

/** The quantile between the two values at its places. */
export function interpolate({ quantile, interpolation }: AskedQuantile, n: number, low: number, high: number): number {
  if (low === high) return low;
  if (interpolation === 'midpoint') return (low + high) / 2;
  const share = placeOf(quantile, n) % 1;
  // NumPy's own two forms, for the same last digit.
  return share >= 0.5 ? high - (high - low) * (1 - share) : low + (high - low) * share;
}

function placeOf(quantile: number, n: number): number {
  // pandas asks NumPy for percent.
  return ((quantile * 100) / 100) * (n - 1);
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
