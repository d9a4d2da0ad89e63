export type Point = readonly [x: number, y: number];

/** As many points as rows: columns, because a million pairs would be a million objects. */
export interface Curve {
  /** Ascending; shape [points]. */
  readonly x: Float64Array;
  /** Shape [points]. */
  readonly y: Float64Array;
}

const BEFORE_REMOVAL = 1500;
/** A jump counts no more than this when points are spread along the curve: nothing lies on it that could be kept. */
const LONGEST_STEP = 2 / BEFORE_REMOVAL;
/** How much more an area gone astray counts than a corner cut off. */
const ASTRAY = 4;

/** Area under a curve by the trapezoidal rule. */
export function areaUnder(curve: Curve): number {
  let area = 0;
  for (let at = 1; at < curve.x.length; at += 1) area += areaBetween(curve, at - 1, at);
  return area;
}

/** Points as columns. */
export function curveOf(points: readonly Point[]): Curve {
  return { x: Float64Array.from(points, ([x]) => x), y: Float64Array.from(points, ([, y]) => y) };
}

/**
 * At most `most` points of a curve, the ends among them. Points go whose triangle with their neighbours is small (Visvalingam &
 * Whyatt 1993); what one adds to the area, the next takes away.
 */
export function thinCurve(curve: Curve, most: number): readonly Point[] {
  const kept = sample(cornersOf(curve), BEFORE_REMOVAL);
  let astray = areaUnder(curveOf(kept)) - areaUnder(curve);
  while (kept.length > most) {
    const { index, change } = nextToGo(kept, astray);
    kept.splice(index, 1);
    astray += change;
  }
  return kept;
}

/** Without the points that lie on a level or an upright between two others. */
function cornersOf({ x, y }: Curve): Curve {
  const corners = { x: new Float64Array(x.length), y: new Float64Array(x.length) };
  let count = 0;
  for (let at = 0; at < x.length; at += 1) {
    if (x[at] === x[at + 1] && y[at] === y[at + 1]) continue; // of equal points the last stays
    const lastX = corners.x[count - 1];
    const lastY = corners.y[count - 1];
    const isLevel = y[at] === lastY && y[at] === y[at + 1];
    const isUpright = x[at] === lastX && x[at] === x[at + 1];
    if (isLevel || (isUpright && isBetween(y[at] as number, lastY as number, y[at + 1] as number))) continue;
    corners.x[count] = x[at] as number;
    corners.y[count] = y[at] as number;
    count += 1;
  }
  return { x: corners.x.subarray(0, count), y: corners.y.subarray(0, count) };
}

function isBetween(value: number, one: number, other: number): boolean {
  return value >= one === value <= other;
}

/** Removing a point changes the area by its triangle's, with its sign. */
function nextToGo(points: readonly Point[], astray: number): { readonly index: number; readonly change: number } {
  let found = { index: 1, change: 0 };
  let least = Number.POSITIVE_INFINITY;
  for (let index = 1; index < points.length - 1; index += 1) {
    const [a, b, c] = [points[index - 1], points[index], points[index + 1]];
    if (!a || !b || !c) continue;
    const change = ((c[0] - a[0]) * (a[1] - b[1]) - (c[1] - a[1]) * (a[0] - b[0])) / 2;
    const cost = Math.abs(change) + ASTRAY * Math.abs(astray + change);
    if (cost >= least) continue;
    least = cost;
    found = { index, change };
  }
  return found;
}

/**
 * Points at about equal steps along the curve: where it bends there are more of them than on a long straight. Each is the one,
 * between one step and one and a half from the last, that leaves the area least astray.
 */
function sample(curve: Curve, most: number): Point[] {
  const { x, y } = curve;
  const end = x.length - 1;
  const pointAt = (at: number): Point => [x[at] as number, y[at] as number];
  if (x.length <= most) return Array.from(x, (_, at) => pointAt(at));
  const step = lengthOf(curve) / (most - 2);
  const kept = [pointAt(0)];
  let astray = 0;
  for (let last = 0; last < end; ) {
    let [length, area, best, least] = [0, 0, end, Number.POSITIVE_INFINITY];
    for (let at = last + 1; at <= end; at += 1) {
      length += stepTo(at, curve);
      area += areaBetween(curve, at - 1, at);
      if (length < step) continue;
      const left = astray + areaBetween(curve, last, at) - area;
      if (Math.abs(left) < Math.abs(least)) [best, least] = [at, left];
      if (length > 1.5 * step) break;
    }
    kept.push(pointAt(best));
    astray = least;
    last = best;
  }
  return kept;
}

function lengthOf(curve: Curve): number {
  let length = 0;
  for (let at = 1; at < curve.x.length; at += 1) length += stepTo(at, curve);
  return length;
}

function stepTo(at: number, { x, y }: Curve): number {
  const across = Math.abs((x[at] as number) - (x[at - 1] as number));
  return Math.min(LONGEST_STEP, across + Math.abs((y[at] as number) - (y[at - 1] as number)));
}

/** Under the chord of two points. */
function areaBetween({ x, y }: Curve, from: number, to: number): number {
  return (((x[to] as number) - (x[from] as number)) * ((y[from] as number) + (y[to] as number))) / 2;
}
