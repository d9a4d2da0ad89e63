import type { DriftReport } from '../../drift/drift-report.ts';
import { count, percent } from '../numbers.ts';
import { pageText, shortNumber } from './page-text.ts';
import { renderDecision } from './render-rows.ts';

/** What was compared with what, as terms and their descriptions: HTML. */
export function renderPageFacts(report: DriftReport): string {
  const { window, reference, release, digest, environment, driftedShare, columns, brokenLines, windows, id } = report;
  const { notCounted = [] } = report;
  const isWeighted = columns.some(({ importance }) => importance !== null);
  const facts: readonly (readonly [string, string | null])[] = [
    ['Now', `${count(window.rows)} rows of ${pageText(window.name, 300)}${renderTimes(window)}`],
    ['Compares', report.compares ? 'training-serving skew: rows trained on with rows served' : null],
    ['Reference', `${count(reference.rows)} rows of ${pageText(reference.name, 300)}`],
    ['Serves', release && `${pageText(release)} in ${pageText(environment ?? 'no environment')}`],
    ['Digest', digest && `<code>${pageText(digest)}</code>`],
    ['Drifted features', `${percent(driftedShare)}${isWeighted ? ', by weight' : ''}`],
    ['Windows', windows.length > 1 ? `${windows.map(renderDecision).join(' ')} newest first` : null],
    ['Left out', brokenLines > 0 ? `${count(brokenLines)} lines of the log that are no predictions` : null],
    ['Not counted', notCounted.length > 0 ? renderNotCounted(notCounted) : null],
    [
      'Made',
      `<time datetime="${pageText(report.createdAt)}">${pageText(renderTime(report.createdAt))}</time>, <code>${pageText(id)}</code>`,
    ],
  ];
  const rows = facts.flatMap(([term, html]) => (html === null ? [] : [`<div><dt>${term}</dt><dd>${html}</dd></div>`]));
  return `<dl>${rows.join('')}</dl>`;
}

/** How a column and a window are decided, with the numbers that were used: HTML. */
export function renderMethod({ settings: { alpha, minRows, drifted, of } }: DriftReport): string {
  const alarm =
    of === 1
      ? 'One column that has drifted is drift of the window.'
      : `One column that has drifted is drift of the window; an alarm needs ${drifted} of the last ${of} windows, this one among them.`;
  return `<ul>
<li><strong>Drift</strong> of a column needs all of it: an effect at or above its threshold, one that chance alone would hardly make (p &lt; ${shortNumber(alpha)} after Holm’s correction over everything that was looked at in all columns), and at least ${count(minRows)} rows.</li>
<li><strong>Cannot tell</strong>: fewer rows than that, or counts that leave open on which side of the threshold the effect is. An effect is computed from counts, so it is given as the bounds between which the exact one lies.</li>
<li><strong>Looked at</strong> are the distribution, the share of missing and of not finite values, new categories, values beyond the range, and columns that say the same in every row. Each has a threshold of its own.</li>
<li>${alarm}</li>
<li><strong>Performance</strong> that labels prove worse is drift of the window; what is estimated without labels is so only where the policy asks for it (drift.performance). Too few labels change nothing.</li>
</ul>`;
}

function renderNotCounted(columns: NonNullable<DriftReport['notCounted']>): string {
  const shown = columns
    .slice(0, 10)
    .map(({ column, type }) => `<code>${pageText(column, 80)}</code> (${pageText(type, 80)})`);
  return `${shown.join(', ')}${columns.length > shown.length ? ` and ${count(columns.length - shown.length)} more` : ''}`;
}

function renderTimes({ from, to }: DriftReport['window']): string {
  return from === null || to === null ? '' : `, ${pageText(renderTime(from))} to ${pageText(renderTime(to))}`;
}

function renderTime(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`;
}
