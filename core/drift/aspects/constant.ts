import type { ColumnPart } from '../column-parts.ts';
import { countFinite } from '../distance/align-bins.ts';
import type { Finding } from '../finding.ts';

/** A column that varied and now says the same in every row. */
export function findConstant(part: ColumnPart): Finding | undefined {
  const share = part.kind === 'numbers' ? shareOfNumber(part) : shareOfValue(part);
  if (!share) return undefined;
  // So many rows in a row, each with the share that the value had.
  const p = Math.min(1, Math.max(share.reference, 1e-12) ** (share.rows - 1));
  const effect = 1 - share.reference;
  return {
    aspect: 'constant',
    part: part.name,
    measure: 'share of other values before',
    effect: { low: effect, high: effect },
    noiseFloor: null,
    threshold: 0.01,
    p,
  };
}

function shareOfNumber({ reference, current }: Extract<ColumnPart, { readonly kind: 'numbers' }>) {
  const rows = countFinite(current);
  const isConstant = rows > 1 && current.min === current.max;
  if (!isConstant || current.min === null || reference.min === reference.max) return undefined;
  const place = reference.atoms.indexOf(current.min + 0);
  const hits = place < 0 ? 0 : (reference.atomCounts[place] ?? 0);
  return { rows, reference: hits / Math.max(1, countFinite(reference)) };
}

function shareOfValue({ reference, current }: Extract<ColumnPart, { readonly kind: 'categories' }>) {
  const rows = current.counts.reduce((sum, count) => sum + count, 0);
  const place = current.counts.findIndex((count) => count > 0 && count === rows);
  const total = reference.counts.reduce((sum, count) => sum + count, reference.other);
  const hits = reference.counts[place] ?? 0;
  if (rows < 2 || place < 0 || current.other > 0 || hits === total) return undefined;
  return { rows, reference: hits / Math.max(1, total) };
}
