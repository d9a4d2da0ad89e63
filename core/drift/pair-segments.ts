import type { Profile } from '../profile/profile.ts';
import type { SegmentParts } from './compare-parts.ts';
import type { ReferenceSegments } from './count-reference.ts';

/** Each segment of now beside the same one of the reference; those that neither side has are left out. */
export function pairSegments(
  { column, segments, parts }: ReferenceSegments,
  currents: readonly Profile[],
): SegmentParts {
  const pairs = segments.flatMap(({ name, kind }, place) => {
    const [mine, current] = [parts[place], currents[place]];
    if (!mine || !current || mine.source.rows + current.source.rows === 0) return [];
    return [{ name, kind, current, reference: mine.source.rows === 0 ? undefined : mine }];
  });
  return { column, parts: pairs };
}
