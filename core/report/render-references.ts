import { shortDigest } from '../digest.ts';
import type { Verdict } from '../gate/verdict.ts';
import { htmlText } from './escape.ts';
import { fold } from './fold.ts';
import { metricTable } from './metric-table.ts';

const MOST_REFERENCES = 5;
const MOST_METRICS = 12;

/** The candidate against the base branch's newest release and named releases. */
export function renderReferences({ references, interval: { confidence } }: Verdict): readonly string[] {
  return references.slice(0, MOST_REFERENCES).map(({ name, digest, metrics }) => {
    const table = metricTable(metrics.slice(0, MOST_METRICS), { confidence, other: 'other' });
    const other = name === 'base' ? "the base branch's newest release" : htmlText(name, 60);
    return fold(`Against ${other} (${shortDigest(digest)})`, table);
  });
}
