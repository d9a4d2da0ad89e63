export type Point = readonly [x: number, y: number];

/** As many points as rows: columns, because a million pairs would be a million objects. */
export interface Curve {
  /** Ascending; shape [points]. */
  readonly x: Float64Array;
  /** Shape [points]. */
  readonly y: Float64Array;
}

/** The corners of a curve, and what is known of all of it. */
interface Outline extends Curve {
  readonly area: number;
  /** From corner to corner, along both axes. */
  readonly length: number;
}

const BEFORE_REMOVAL = 1500;
/** A jump counts no more than this when points are spread along the curve: nothing lies on it that could be kept. */
const LONGEST_STEP = 2 / BEFORE_REMOVAL;
/** How much more an area gone astray counts than a corner cut off. */
const ASTRAY = 4;

/** Area under a curve by the trapezoidal rule. */
export function areaUnder({ x, y }: Curve): number {
  let area = 0;
  for (let at = 1; at < x.length; at += 1) area += areaBetween(x, y, at - 1, at);
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
  const outline = outlineOf(curve);
  const { x, y } = sample(outline, BEFORE_REMOVAL);
  // The ends have no triangle; theirs is not read.
  const changes = x.map((_, at) => triangleAt(x, y, at));
  let astray = areaUnder({ x, y }) - outline.area;
  let count = x.length;
  for (; count > most; count -= 1) {
    const index = nextToGo(changes, count, astray);
    astray += changes[index] as number;
    for (const column of [x, y, changes]) column.copyWithin(index, index + 1, count);
    for (const neighbour of [index - 1, index]) changes[neighbour] = triangleAt(x, y, neighbour);
  }
  return Array.from({ length: count }, (_, at) => [x[at] as number, y[at] as number]);
}

/**
 * Without the points that lie on a level or an upright between two others. One comparison a point, and no branch on it: whether
 * a point is a corner is as hard to foretell as a label.
 */
function outlineOf({ x, y }: Curve): Outline {
  const corners = { x: new Float64Array(x.length), y: new Float64Array(x.length) };
  let count = 0;
  let area = 0;
  let thisX = x[0] as number;
  let thisY = y[0] as number;
  let across = 1; // to the first point there is no step: it counts as a slope
  let up = 1;
  for (let at = 1; at < x.length; at += 1) {
    const nextX = x[at] as number;
    const nextY = y[at] as number;
    const nextAcross = nextX - thisX;
    const nextUp = nextY - thisY;
    area += (nextAcross * (thisY + nextY)) / 2;
    corners.x[count] = thisX;
    corners.y[count] = thisY;
    // 0 where two steps are both level, or both upright with no turn between them.
    const turn = up * nextUp;
    const bend = (Math.abs(up) + Math.abs(nextUp)) * (across + nextAcross + Math.abs(turn) - turn);
    const isRepeated = Number(nextAcross + Math.abs(nextUp) === 0);
    count += Number(bend > 0) * (1 - isRepeated);
    across = nextAcross + isRepeated * across;
    up = nextUp + isRepeated * up;
    thisX = nextX;
    thisY = nextY;
  }
  corners.x[count] = thisX;
  corners.y[count] = thisY;
  const outline = { x: corners.x.subarray(0, count + 1), y: corners.y.subarray(0, count + 1) };
  return { ...outline, area, length: lengthOf(outline) };
}

function lengthOf({ x, y }: Curve): number {
  let length = 0;
  for (let at = 1; at < x.length; at += 1) length += stepTo(x, y, at);
  return length;
}

function nextToGo(changes: Float64Array, count: number, astray: number): number {
  let found = 1;
  let least = Number.POSITIVE_INFINITY;
  for (let at = 1; at < count - 1; at += 1) {
    const change = changes[at] as number;
    const cost = Math.abs(change) + ASTRAY * Math.abs(astray + change);
    if (cost >= least) continue;
    least = cost;
    found = at;
  }
  return found;
}

/** Removing a point changes the area by its triangle's, with its sign. */
function triangleAt(x: Float64Array, y: Float64Array, at: number): number {
  const fromX = x[at - 1] as number;
  const fromY = y[at - 1] as number;
  const across = (x[at + 1] as number) - fromX;
  const up = (y[at + 1] as number) - fromY;
  return (across * (fromY - (y[at] as number)) - up * (fromX - (x[at] as number))) / 2;
}

/**
 * Points at about equal steps along the curve: where it bends there are more of them than on a long straight. Each is the one,
 * between one step and one and a half from the last, that leaves the area least astray.
 */
function sample({ x, y, length: whole }: Outline, most: number): Curve {
  if (x.length <= most) return { x: x.slice(), y: y.slice() };
  const end = x.length - 1;
  const step = whole / (most - 2);
  const kept = [0];
  let astray = 0;
  for (let last = 0; last < end; ) {
    let length = 0;
    let area = 0;
    let best = end;
    let least = Number.POSITIVE_INFINITY;
    for (let at = last + 1; at <= end; at += 1) {
      length += stepTo(x, y, at);
      area += areaBetween(x, y, at - 1, at);
      if (length < step) continue;
      const left = astray + areaBetween(x, y, last, at) - area;
      if (Math.abs(left) < Math.abs(least)) {
        best = at;
        least = left;
      }
      if (length > 1.5 * step) break;
    }
    kept.push(best);
    astray = least;
    last = best;
  }
  return { x: Float64Array.from(kept, (at) => x[at] as number), y: Float64Array.from(kept, (at) => y[at] as number) };
}

function stepTo(x: Float64Array, y: Float64Array, at: number): number {
  const across = Math.abs((x[at] as number) - (x[at - 1] as number));
  return Math.min(LONGEST_STEP, across + Math.abs((y[at] as number) - (y[at - 1] as number)));
}

/** Under the chord of two points. */
function areaBetween(x: Float64Array, y: Float64Array, from: number, to: number): number {
  return (((x[to] as number) - (x[from] as number)) * ((y[from] as number) + (y[to] as number))) / 2;
}
