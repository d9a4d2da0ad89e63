export type Point = readonly [x: number, y: number];

/** As many points as rows: columns, because a million pairs would be a million objects. */
export interface Curve {
  /** Ascending; shape [points]. */
  readonly x: Float64Array;
  /** Shape [points]. */
  readonly y: Float64Array;
}

const LOOKED_AT = 12;
const ASTRAY = 2e-5;
const BEFORE_REMOVAL = 2000;

/** Area under a curve by the trapezoidal rule. */
export function areaUnder({ x, y }: Curve): number {
  let area = 0;
  for (let at = 1; at < x.length; at += 1) {
    const width = (x[at] as number) - (x[at - 1] as number);
    area += (width * ((y[at - 1] as number) + (y[at] as number))) / 2;
  }
  return area;
}

/** Points as columns. */
export function curveOf(points: readonly Point[]): Curve {
  return { x: Float64Array.from(points, ([x]) => x), y: Float64Array.from(points, ([, y]) => y) };
}

/**
 * At most `most` points of a curve, the ends among them. Points go whose triangle with their neighbours is small (Visvalingam &
 * Whyatt 1993), and of the smallest the one that keeps the area under the curve nearest to that of all points.
 */
export function thinCurve(curve: Curve, most: number): readonly Point[] {
  const exact = areaUnder(curve);
  const kept = sample(curve, BEFORE_REMOVAL);
  let area = areaUnder(curveOf(kept));
  while (kept.length > most) {
    // Where the area has gone astray, any point may bring it back, however large its triangle.
    const isAstray = Math.abs(area - exact) > ASTRAY;
    const best = smallestTriangles(kept, isAstray ? kept.length : LOOKED_AT).reduce((left, right) =>
      Math.abs(area + right.change - exact) < Math.abs(area + left.change - exact) ? right : left,
    );
    kept.splice(best.index, 1);
    area += best.change;
  }
  return kept;
}

/** Removing a point changes the area by its triangle's, with its sign. */
function smallestTriangles(
  points: readonly Point[],
  count: number,
): readonly { readonly index: number; readonly change: number }[] {
  const found: { index: number; change: number }[] = [];
  for (let index = 1; index < points.length - 1; index += 1) {
    const [a, b, c] = [points[index - 1], points[index], points[index + 1]];
    if (!a || !b || !c) continue;
    const change = ((c[0] - a[0]) * (a[1] - b[1]) - (c[1] - a[1]) * (a[0] - b[0])) / 2;
    const size = Math.abs(change);
    if (found.length === count && size >= Math.abs(found.at(-1)?.change ?? 0)) continue;
    const place = count < points.length ? found.findIndex((other) => Math.abs(other.change) > size) : -1;
    found.splice(place < 0 ? found.length : place, 0, { index, change });
    if (found.length > count) found.pop();
  }
  return found;
}

/** Points at equal steps along the curve: where it bends there are more of them than on a long straight. */
function sample({ x, y }: Curve, most: number): Point[] {
  const pointAt = (at: number): Point => [x[at] as number, y[at] as number];
  if (x.length <= most) return Array.from(x, (_, at) => pointAt(at));
  const step = lengthOf({ x, y }) / (most - 1);
  const kept = [pointAt(0)];
  let length = 0;
  let due = step;
  for (let at = 1; at < x.length - 1; at += 1) {
    length += stepTo(at, x, y);
    if (length < due) continue;
    kept.push(pointAt(at));
    due = (Math.floor(length / step) + 1) * step;
  }
  kept.push(pointAt(x.length - 1));
  return kept;
}

function lengthOf({ x, y }: Curve): number {
  let length = 0;
  for (let at = 1; at < x.length; at += 1) length += stepTo(at, x, y);
  return length;
}

function stepTo(at: number, x: Float64Array, y: Float64Array): number {
  const across = Math.abs((x[at] as number) - (x[at - 1] as number));
  return across + Math.abs((y[at] as number) - (y[at - 1] as number));
}
