import type { ColumnDrift } from '../../drift/drift-report.ts';
import type { DriftDecision } from '../../drift/finding.ts';
import { probability } from '../numbers.ts';
import { cutColumn, type DrawnColumn, drawnColumn, whatMoved } from './drawn-column.ts';
import { between, pageJson, pageText, shortNumber } from './page-text.ts';

/** A sign and words beside each colour: nobody has to see the colour. */
export const DECISION_WORDS: Readonly<Record<DriftDecision, readonly [sign: string, words: string]>> = {
  drift: ['▲', 'drift'],
  'cannot-tell': ['?', 'cannot tell'],
  none: ['✓', 'no drift'],
};

export interface PageRows {
  readonly html: string;
  /** For each row what its opening draws. */
  readonly drawn: readonly DrawnColumn[];
  /** Columns that have no row at all. */
  readonly leftOut: number;
}

/**
 * Rows for the columns, the most telling first, as far as the page may grow: plots are left out first, then rows. Room for every
 * row without a plot is kept, up to half of it all, so that one column with long labels does not cost a hundred others.
 */
export function renderRows(columns: readonly ColumnDrift[], maxBytes: number): PageRows {
  const rows = columns.map((column, index) => {
    const [html, drawn] = [renderRow(column, index), drawnColumn(column)];
    const cut = cutColumn(drawn);
    const bytes = bytesOf(html) + bytesOf(pageJson(cut)) + 2;
    return { html, drawn, cut, bytes, plotBytes: bytesOf(pageJson(drawn)) - bytesOf(pageJson(cut)) };
  });
  const rowBytes = Math.min(
    rows.reduce((sum, { bytes }) => sum + bytes, 0),
    maxBytes / 2,
  );
  let [forRows, forPlots] = [rowBytes, maxBytes - rowBytes];
  const shown = rows.flatMap(({ html, drawn, cut, bytes, plotBytes }) => {
    forRows -= bytes;
    if (forRows < 0) return [];
    const isDrawn = plotBytes <= forPlots;
    if (isDrawn) forPlots -= plotBytes;
    return [{ html, drawn: isDrawn ? drawn : cut }];
  });
  return {
    html: shown.map(({ html }) => html).join('\n'),
    drawn: shown.map(({ drawn }) => drawn),
    leftOut: columns.length - shown.length,
  };
}

export function renderDecision(decision: DriftDecision): string {
  const [sign, words] = DECISION_WORDS[decision];
  return `<span class="tag ${decision}"><span aria-hidden="true">${sign}</span> ${words}</span>`;
}

/** A body of its own for each column: its two rows are sorted and hidden together. */
function renderRow({ column, kind, role, importance, decision, findings }: ColumnDrift, index: number): string {
  const [finding] = findings;
  const name = pageText(column, 120) || '(no name)';
  const about = [
    kind,
    ...(role === 'feature' ? [] : [role]),
    ...(importance === null ? [] : [`weight ${shortNumber(importance)}`]),
  ];
  const cells = finding
    ? `<td>${pageText(whatMoved(finding), 80)}</td><td class="effect"><span>${between(finding.effect.low, finding.effect.high)} <small>threshold ${shortNumber(finding.threshold)}</small></span></td><td class="p">${pageText(probability(finding.correctedP))}</td>`
    : '<td>nothing to compare</td><td class="effect"></td><td></td>';
  return `<tbody><tr><th scope="row"><button type="button" aria-expanded="false" aria-controls="d${index}">${name}</button><small>${about.join(', ')}</small></th><td>${renderDecision(decision)}</td>${cells}</tr><tr class="detail" id="d${index}" hidden><td colspan="5"></td></tr></tbody>`;
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
