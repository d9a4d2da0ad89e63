import { markdownTable } from 'markdown-table';
import { shortDigest } from '../digest.ts';
import type { Verdict } from '../gate/verdict.ts';
import { code, htmlText } from './escape.ts';
import { fold } from './fold.ts';
import { decimalsOf, interval, metric, signed } from './numbers.ts';

const MOST_REFERENCES = 5;
const MOST_METRICS = 12;

/** The candidate against the base branch's newest release and named releases. */
export function renderReferences({ references }: Verdict): readonly string[] {
  return references.slice(0, MOST_REFERENCES).map(({ name, digest, metrics }) => {
    const rows = metrics.slice(0, MOST_METRICS).map((row) => {
      const decimals = decimalsOf(row);
      const { baseline, difference } = row;
      return [
        `${code(row.metric, 80)} ${row.higherIsBetter ? '↑' : '↓'}`,
        metric(row.candidate.value, decimals),
        baseline ? metric(baseline.value, decimals) : '—',
        difference
          ? `${signed(difference.value, decimals)} (${interval(difference.low, difference.high, decimals)})`
          : '—',
        row.decision.replaceAll('-', ' '),
      ];
    });
    const table = markdownTable([['metric', 'candidate', 'other', 'difference (interval)', 'decision'], ...rows], {
      align: ['l', 'r', 'r', 'r', 'l'],
    });
    const other = name === 'base' ? "the base branch's newest release" : htmlText(name, 60);
    return fold(`Against ${other} (${shortDigest(digest)})`, table);
  });
}
