/** Area under the ROC curve for a target of 0 and 1 per row; 0.5 where it has only one of them. */
export type AreaOf = (target: Uint8Array) => number;

/**
 * The column as the score, or its negative, whichever is better. A missing number is below all others: that it is missing may
 * give the target away too.
 */
export function areaOfNumbers(values: Float64Array): AreaOf {
  const numbers = values.map((value) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value));
  const order = Uint32Array.from(numbers.keys()).sort((left, right) => compare(numbers[left], numbers[right]));
  return (target) => {
    const steps: Step[] = [];
    for (const row of order) {
      const score = numbers[row] as number;
      const last = steps.at(-1);
      const step = last?.score === score ? last : { score, ones: 0, zeros: 0 };
      if (step !== last) steps.push(step);
      if (target[row] === 1) step.ones += 1;
      else step.zeros += 1;
    }
    const area = areaUnder(steps);
    return Math.max(area, 1 - area);
  };
}

/**
 * Each row's score is the target's rate among the other rows of its category; for a row without such the score is the same
 * everywhere. A pair of rows of one category is left out of both rates and is a tie (leave-pair-out, Airola et al. 2011): plain
 * leave-one-out would turn a useless column into one that predicts the opposite, and a unique id into a perfect one.
 */
export function areaOfCategories(values: readonly string[]): AreaOf {
  const codes = new Map<string, number>();
  const codeOf = Uint32Array.from(values, (value) => {
    const code = codes.get(value) ?? codes.size;
    codes.set(value, code);
    return code;
  });
  return (target) => {
    const rows = new Float64Array(codes.size);
    const ones = new Float64Array(codes.size);
    codeOf.forEach((code, row) => {
      rows[code] = (rows[code] as number) + 1;
      ones[code] = (ones[code] as number) + (target[row] as number);
    });
    const prior = ones.reduce((sum, count) => sum + count, 0) / values.length;
    const steps: Step[] = [];
    let ties = 0;
    for (let code = 0; code < codes.size; code += 1) {
      const [all, positive] = [rows[code] as number, ones[code] as number];
      const negative = all - positive;
      steps.push({ score: all === 1 ? prior : (positive - 1) / (all - 1), ones: positive, zeros: 0 });
      steps.push({ score: all === 1 ? prior : positive / (all - 1), ones: 0, zeros: negative });
      // Counted as lost below, since a positive row lowers its own category's rate.
      ties += 0.5 * positive * negative;
    }
    steps.sort((left, right) => compare(left.score, right.score));
    return areaUnder(steps, ties);
  };
}

interface Step {
  readonly score: number;
  ones: number;
  zeros: number;
}

/** Share of pairs in which the one has the higher score, ties half (Mann & Whitney); steps ascending by score. */
function areaUnder(steps: readonly Step[], more = 0): number {
  let below = 0;
  let won = more;
  let ones = 0;
  for (let first = 0; first < steps.length; ) {
    let [tiedOnes, tiedZeros, next] = [0, 0, first];
    for (; next < steps.length && steps[next]?.score === steps[first]?.score; next += 1) {
      tiedOnes += steps[next]?.ones ?? 0;
      tiedZeros += steps[next]?.zeros ?? 0;
    }
    won += tiedOnes * (below + tiedZeros / 2);
    ones += tiedOnes;
    below += tiedZeros;
    first = next;
  }
  return ones === 0 || below === 0 ? 0.5 : won / (ones * below);
}

function compare(left = 0, right = 0): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
