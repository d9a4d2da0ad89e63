import { CategoricalDistance, type Drift } from '../../config/drift.ts';
import type { NumericCounts } from '../../profile/profile.ts';
import type { ColumnPart } from '../column-parts.ts';
import { countFinite } from '../distance/align-bins.ts';
import type { Bounds } from '../distance/bounds.ts';
import { hellinger, jensenShannon, populationStabilityIndex } from '../distance/divergences.ts';
import { chiSquare } from '../distance/homogeneity.ts';
import { kolmogorovSmirnovBounds } from '../distance/kolmogorov-smirnov.ts';
import { kolmogorovSurvival } from '../distance/kolmogorov-survival.ts';
import { groupAtoms, groupCategories, groupNumbers, type Shares } from '../distance/shares.ts';
import { wassersteinBounds } from '../distance/wasserstein.ts';
import type { Finding } from '../finding.ts';

type Settings = Pick<Drift, 'numeric' | 'categorical'>;
type Measured = Pick<Finding, 'measure' | 'effect' | 'noiseFloor' | 'p'>;

const DIVERGENCES = {
  'population-stability-index': populationStabilityIndex,
  'jensen-shannon': jensenShannon,
  hellinger,
} as const;

/** The distance of the values that are there; undefined where a side has none. */
export function findDistribution(part: ColumnPart, settings: Settings, threshold?: number): Finding | undefined {
  const measured = part.kind === 'numbers' ? measureNumbers(part, settings) : measureCategories(part, settings);
  if (!measured) return undefined;
  const usual = part.kind === 'numbers' ? settings.numeric.threshold : settings.categorical.threshold;
  return { aspect: 'distribution', part: part.name, ...measured, threshold: threshold ?? usual };
}

/** Every distance that a policy may choose, each looked at once. */
export function measureEveryDistance(part: ColumnPart): Measured[] {
  if (part.kind === 'categories') {
    const shares = groupCategories(part.reference, part.current);
    return isEmpty(shares) ? [] : CategoricalDistance.options.map((distance) => diverge(distance, shares, 1));
  }
  const { reference, current } = part;
  if (countFinite(reference) === 0 || countFinite(current) === 0) return [];
  const furthest = kolmogorovSmirnovBounds(reference, current);
  const shares = groupNumbers(reference, current);
  return [
    { measure: 'kolmogorov-smirnov', effect: furthest, noiseFloor: null, p: 1 },
    { measure: 'wasserstein', effect: measureArea(reference, current), noiseFloor: null, p: 1 },
    ...CategoricalDistance.options.map((distance) => diverge(distance, shares, 1)),
  ];
}

/**
 * p is of the smallest distance that the counts allow: an alarm must not rest on what they do not tell. Ranks hardly see that a flag
 * which was rare is three times as frequent now; where single numbers are frequent, the smaller p of both tests counts, twice.
 */
function measureNumbers(
  { reference, current }: Extract<ColumnPart, { readonly kind: 'numbers' }>,
  { numeric: { distance } }: Settings,
): Measured | undefined {
  const [n, m] = [countFinite(reference), countFinite(current)];
  if (n === 0 || m === 0) return undefined;
  const furthest = kolmogorovSmirnovBounds(reference, current);
  const ofRanks = kolmogorovSurvival(Math.sqrt((n * m) / (n + m)) * furthest.low);
  const atoms = groupAtoms(reference, current);
  const p = atoms.labels.length < 2 ? ofRanks : Math.min(1, 2 * Math.min(ofRanks, chiSquare(atoms).p));
  if (distance === 'kolmogorov-smirnov') return { measure: distance, effect: furthest, noiseFloor: floorOfKs(n, m), p };
  if (distance === 'wasserstein')
    return { measure: distance, effect: measureArea(reference, current), noiseFloor: null, p };
  return diverge(distance, groupNumbers(reference, current), p);
}

/** So many scales are beyond every threshold, and sums and squares of them are numbers still. */
const FARTHEST = 1e100;

/** In scales of the reference. */
function measureArea(reference: NumericCounts, current: NumericCounts): Bounds {
  const { low, high } = wassersteinBounds(reference, current);
  const scaled = (area: number) => Math.min(FARTHEST, area / reference.grid.scale);
  return { low: scaled(low), high: scaled(high) };
}

function diverge(distance: CategoricalDistance, shares: Shares, p: number): Measured {
  const { value, noiseFloor } = DIVERGENCES[distance](shares);
  return { measure: distance, effect: { low: value, high: value }, noiseFloor, p };
}

function isEmpty(shares: Shares): boolean {
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  return total(shares.reference) === 0 || total(shares.current) === 0;
}

function measureCategories(
  { reference, current }: Extract<ColumnPart, { readonly kind: 'categories' }>,
  { categorical: { distance } }: Settings,
): Measured | undefined {
  const shares: Shares = groupCategories(reference, current);
  return isEmpty(shares) ? undefined : diverge(distance, shares, chiSquare(shares).p);
}

/** Mean of the Kolmogorov distribution, √(π/2) ln 2, at these sizes. */
function floorOfKs(n: number, m: number): number {
  return Math.sqrt(Math.PI / 2) * Math.LN2 * Math.sqrt(1 / n + 1 / m);
}
