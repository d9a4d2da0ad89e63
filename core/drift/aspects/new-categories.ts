import type { Drift } from '../../config/drift.ts';
import type { ColumnPart } from '../column-parts.ts';
import type { Finding } from '../finding.ts';
import { testUnseen } from './unseen-values.ts';

/** Values that the reference never had; where it had more than a profile lists, nobody knows which are new. */
export function findNewCategories(part: ColumnPart, settings: Pick<Drift, 'new-categories'>): Finding | undefined {
  if (part.kind !== 'categories' || !part.reference.isComplete) return undefined;
  const present = ({ counts, other }: typeof part.reference) => counts.reduce((sum, count) => sum + count, other);
  const [seen, rows] = [present(part.reference), present(part.current)];
  const { other } = part.current;
  if (other === 0 || seen === 0) return undefined;
  const share = other / rows;
  return {
    aspect: 'new-categories',
    part: part.name,
    measure: 'share',
    effect: { low: share, high: share },
    noiseFloor: null,
    threshold: settings['new-categories'],
    p: testUnseen(other, rows, { rows: seen, counts: part.reference.counts }),
  };
}
