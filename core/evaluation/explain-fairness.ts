import type { FairnessCriterion } from './fairness.ts';
import type { BinarySample } from './sample.ts';

/** A group as a person knows it; the index is its code. */
interface Group {
  readonly group: string;
  readonly isCounted: boolean;
}

/** Why a criterion has no value over these groups: the first thing that it lacks. */
export function explainFairness(
  criterion: FairnessCriterion,
  { labels, predictions, rows }: Pick<BinarySample, 'rows' | 'labels' | 'predictions'>,
  codes: Int32Array,
  groups: readonly Group[],
): string {
  const counted = groups.filter(({ isCounted }) => isCounted).length;
  if (counted < 2)
    return `${counted} of ${groups.length} groups ${counted === 1 ? 'has' : 'have'} enough rows; it takes two`;
  const positives = new Set<number>();
  const negatives = new Set<number>();
  let isCalledPositive = false;
  for (let row = 0; row < rows; row += 1) {
    const code = codes[row] as number;
    if (!groups[code]?.isCounted) continue;
    (labels[row] === 1 ? positives : negatives).add(code);
    isCalledPositive ||= predictions[row] === 1;
  }
  const lacking = (has: ReadonlySet<number>) =>
    groups.filter(({ isCounted }, code) => isCounted && !has.has(code)).map(({ group }) => JSON.stringify(clip(group)));
  if (criterion === 'demographic_parity_ratio' && !isCalledPositive)
    return 'the model calls no row of any group positive, and a ratio of 0 to 0 is none';
  const [withoutPositives, withoutNegatives] = [lacking(positives), lacking(negatives)];
  if (criterion.startsWith('equal') && withoutPositives.length > 0)
    return `no row of ${nameSome(withoutPositives)} is positive, so there is no true positive rate`;
  if (criterion === 'equalized_odds_difference' && withoutNegatives.length > 0)
    return `no row of ${nameSome(withoutNegatives)} is negative, so there is no false positive rate`;
  return 'the rows that count have no weight';
}

function nameSome(names: readonly string[]): string {
  const more = names.length > 3 ? ` and ${names.length - 3} more groups` : '';
  return `${names.slice(0, 3).join(', ')}${more}`;
}

function clip(name: string): string {
  return name.length > 40 ? `${name.slice(0, 39)}…` : name;
}
