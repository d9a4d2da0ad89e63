export type Point = readonly [x: number, y: number];

const LOOKED_AT = 12;
const ASTRAY = 2e-5;
const BEFORE_REMOVAL = 2000;

/** Area under a curve by the trapezoidal rule; x ascending. */
export function areaUnder(points: readonly Point[]): number {
  let area = 0;
  for (let index = 1; index < points.length; index += 1) {
    const [left, right] = [points[index - 1], points[index]];
    if (left && right) area += ((right[0] - left[0]) * (left[1] + right[1])) / 2;
  }
  return area;
}

/**
 * At most `most` points of a curve, the ends among them. Points go whose triangle with their neighbours is small (Visvalingam &
 * Whyatt 1993), and of the smallest the one that keeps the area under the curve nearest to that of all points.
 */
export function thinCurve(points: readonly Point[], most: number): readonly Point[] {
  const exact = areaUnder(points);
  const kept = sample(points, BEFORE_REMOVAL);
  let area = areaUnder(kept);
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
function sample(points: readonly Point[], most: number): Point[] {
  if (points.length <= most) return [...points];
  const lengths = new Float64Array(points.length);
  for (let index = 1; index < points.length; index += 1) {
    const [left, right] = [points[index - 1], points[index]];
    const step = left && right ? Math.abs(right[0] - left[0]) + Math.abs(right[1] - left[1]) : 0;
    lengths[index] = (lengths[index - 1] as number) + step;
  }
  const total = lengths.at(-1) ?? 0;
  const kept: Point[] = [];
  let due = 0;
  points.forEach((point, index) => {
    if ((lengths[index] as number) < (due * total) / (most - 1) && index < points.length - 1) return;
    kept.push(point);
    due = Math.floor(((lengths[index] as number) * (most - 1)) / total) + 1;
  });
  return kept;
}
