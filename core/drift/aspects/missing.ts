import type { Drift } from '../../config/drift.ts';
import type { ColumnPart } from '../column-parts.ts';
import type { Finding } from '../finding.ts';
import { type SharePair, testShares } from './share-change.ts';

/** A share of missing values that has changed, up or down. */
export function findMissing(part: ColumnPart, rows: SharePair, settings: Pick<Drift, 'missing'>): Finding | undefined {
  const hits = { reference: part.reference.missing, current: part.current.missing };
  return findShare('missing', part.name, hits, rows, settings.missing);
}

/** The same of NaN and the infinities. */
export function findNotFinite(
  part: ColumnPart,
  rows: SharePair,
  settings: Pick<Drift, 'missing'>,
): Finding | undefined {
  if (part.kind !== 'numbers') return undefined;
  const of = ({ nan, positiveInfinity, negativeInfinity }: typeof part.reference) =>
    nan + positiveInfinity + negativeInfinity;
  const hits = { reference: of(part.reference), current: of(part.current) };
  return findShare('not-finite', part.name, hits, rows, settings.missing);
}

function findShare(
  aspect: 'missing' | 'not-finite',
  part: string | null,
  hits: SharePair,
  rows: SharePair,
  threshold: number,
): Finding | undefined {
  if (hits.reference + hits.current === 0 || rows.reference === 0 || rows.current === 0) return undefined;
  const change = Math.abs(hits.current / rows.current - hits.reference / rows.reference);
  const effect = { low: change, high: change };
  return { aspect, part, measure: 'change of share', effect, noiseFloor: null, threshold, p: testShares(hits, rows) };
}
