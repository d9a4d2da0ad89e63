import type { ColumnFacts } from '../column-facts.ts';
import { type PersonalPattern, patternsFor } from './personal-kinds.ts';

const LONGEST = 200;

/** How a sentence calls values that rows are cut by: by their number where one of them looks personal. */
export function hideSegmentValues({ name, kind }: ColumnFacts, values: readonly string[]): readonly string[] {
  const isPersonal = patternsFor(name, kind === 'number').some((pattern) => holdsFor(pattern, values));
  return isPersonal ? values.map((_, index) => `value ${index + 1} (not shown: it looks personal)`) : values;
}

function holdsFor(
  { pattern, holds = () => true, leastShare = 0 }: PersonalPattern,
  values: readonly string[],
): boolean {
  const search = new RegExp(pattern);
  const found = values.map((value) => value.slice(0, LONGEST)).filter((text) => search.test(text) && holds(text));
  return found.length > 0 && found.length / values.length >= leastShare;
}
