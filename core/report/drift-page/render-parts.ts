import type { DriftReport } from '../../drift/drift-report.ts';
import type { DriftedColumn, PartDrift } from '../../drift/part-drift.ts';
import { count } from '../numbers.ts';
import { pageText, shortNumber } from './page-text.ts';
import { renderDecision } from './render-rows.ts';

const MOST_CHUNKS = 400;
const NAMED = 3;

/** Segments and chunks of time as sections of the page; nothing where a report has none. HTML. */
export function renderPageParts({ segments = [], chunks }: DriftReport): string {
  const sections = segments.map(({ column, parts }, index) =>
    renderSection(`segments-${index}`, `By ${pageText(column, 80)}`, 'Segment', parts),
  );
  if (chunks) {
    const by = typeof chunks.by === 'number' ? `${count(chunks.by)} rows` : chunks.by;
    const untimed = chunks.untimed > 0 ? `<p class="note">${count(chunks.untimed)} rows have no time.</p>` : '';
    sections.push(
      renderSection(
        'chunks',
        `By ${by} of ${pageText(chunks.column, 80)}`,
        'From',
        chunks.parts.slice(-MOST_CHUNKS),
        renderStrip(chunks.parts.slice(-MOST_CHUNKS)) + untimed,
      ),
    );
  }
  return sections.join('\n');
}

function renderSection(id: string, heading: string, first: string, parts: readonly PartDrift[], before = ''): string {
  const rows = parts.map(
    (part) =>
      `<tr><th scope="row">${pageText(part.name, 60)}</th><td>${count(part.rows)}</td><td>${renderDecision(part.outcome)}</td><td>${renderDrifted(part)}</td></tr>`,
  );
  return `<section aria-labelledby="${id}">
<h2 id="${id}">${heading}</h2>
${before}
<table class="parts">
<thead><tr><th scope="col">${first}</th><th scope="col">Rows</th><th scope="col">Decision</th><th scope="col">Drifted columns</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</section>`;
}

/** One bar a chunk, as high as many columns have drifted in it; its words are the table's. */
function renderStrip(parts: readonly PartDrift[]): string {
  const most = Math.max(1, ...parts.map(({ drifted }) => drifted.length));
  const bars = parts.map(({ outcome, drifted }, index) => {
    const height = outcome === 'cannot-tell' ? 4 : 2 + (36 * drifted.length) / most;
    return `<rect class="${outcome}" x="${10 * index}" y="${(40 - height).toFixed(1)}" width="8" height="${height.toFixed(1)}"/>`;
  });
  return `<svg class="strip" viewBox="0 0 ${10 * parts.length} 40" preserveAspectRatio="none" role="img" aria-label="Drifted columns of each chunk, the oldest on the left; at most ${most}">${bars.join('')}</svg>`;
}

function renderDrifted({ drifted, undecided, outcome, referenceRows, rows }: PartDrift): string {
  if (outcome === 'cannot-tell' && undecided === 0)
    return referenceRows === 0 ? 'the reference has no such rows' : `only ${count(rows)} rows`;
  const named = drifted.slice(0, NAMED).map(renderColumn);
  const more = drifted.length - named.length;
  const open = undecided > 0 ? [`${undecided} cannot be told`] : [];
  return [...named, ...(more > 0 ? [`${more} more`] : []), ...open].join(', ');
}

function renderColumn({ column, aspect, effect }: DriftedColumn): string {
  const what = aspect === 'distribution' ? '' : ` ${aspect.replaceAll('-', ' ')}`;
  return `<code>${pageText(column, 60)}</code>${what} ${shortNumber(effect.low)}`;
}
