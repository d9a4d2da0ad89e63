import type { Drift } from '../../config/drift.ts';
import type { ColumnPart } from '../column-parts.ts';
import { alignBins, countFinite } from '../distance/align-bins.ts';
import type { Finding } from '../finding.ts';
import { testBeyond } from './share-change.ts';

/** Values below the least or above the greatest of the reference. Of the cell that an extreme stands in, nobody knows which are. */
export function findOutOfRange(part: ColumnPart, settings: Pick<Drift, 'out-of-range'>): Finding | undefined {
  if (part.kind !== 'numbers') return undefined;
  const { reference, current } = part;
  const [seen, rows] = [countFinite(reference), countFinite(current)];
  const { min, max } = reference;
  if (seen === 0 || rows === 0 || min === null || max === null) return undefined;
  const isBeyond = (current.min ?? min) < min || (current.max ?? max) > max;
  if (!isBeyond) return undefined;
  let [low, high] = [0, 0];
  for (const { from, to, steps, current: rest } of alignBins(reference, current)) {
    for (const step of steps)
      if (step.at < min || step.at > max) [low, high] = [low + step.current, high + step.current];
    if (to < min || from > max) low += rest.share;
    if (from < min || to > max) high += rest.share;
  }
  const hits = Math.max(1, Math.round(low * rows));
  return {
    aspect: 'out-of-range',
    part: part.name,
    measure: 'share',
    effect: { low, high },
    noiseFloor: Math.min(1, 2 / (seen + 1)),
    threshold: settings['out-of-range'],
    p: testBeyond(hits, rows, seen),
  };
}
