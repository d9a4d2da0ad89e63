import type { DriftReport } from '../../drift/drift-report.ts';
import type { PartDrift } from '../../drift/part-drift.ts';
import { listDrifted } from '../list-drifted.ts';
import { count } from '../numbers.ts';
import { pageText, shortNumber } from './page-text.ts';
import { renderDecision } from './render-rows.ts';

/** Rows of tables: the page has an end, and names of any length. */
const MOST_CHUNKS = 200;
const MOST_SEGMENTS = 100;
const WRITTEN = { name: (column: string) => `<code>${pageText(column, 40)}</code>`, effect: shortNumber };

/** Segments and chunks of time as sections of the page; nothing where a report has none. HTML. */
export function renderPageParts({ segments = [], chunks }: DriftReport): string {
  const most = Math.floor(MOST_SEGMENTS / Math.max(1, segments.length));
  const sections = segments.map(({ column, parts }, index) =>
    renderSection(
      `segments-${index}`,
      `By ${pageText(column, 80)}`,
      'Segment',
      driftedFirst(parts).slice(0, most),
      renderLeftOut(parts.length, most),
    ),
  );
  if (chunks) {
    const by = typeof chunks.by === 'number' ? `${count(chunks.by)} rows` : chunks.by;
    const older = chunks.parts.length - MOST_CHUNKS;
    const left = older > 0 ? `<p class="note">${older} older ones are in the document only.</p>` : '';
    const untimed = chunks.untimed > 0 ? `<p class="note">${count(chunks.untimed)} rows have no time.</p>` : '';
    sections.push(
      renderSection(
        'chunks',
        `By ${by} of ${pageText(chunks.column, 80)}`,
        'From',
        chunks.parts.slice(-MOST_CHUNKS),
        renderStrip(chunks.parts.slice(-MOST_CHUNKS)) + left + untimed,
      ),
    );
  }
  return sections.join('\n');
}

function driftedFirst(parts: readonly PartDrift[]): readonly PartDrift[] {
  const isDrift = ({ outcome }: PartDrift) => (outcome === 'drift' ? 0 : 1);
  return parts.toSorted((left, right) => isDrift(left) - isDrift(right));
}

function renderLeftOut(parts: number, most: number): string {
  if (parts === 0)
    return '<p class="note">The profile of the reference has no such segments: release the model again.</p>';
  return parts > most ? `<p class="note">${parts - most} of ${parts} segments are in the document only.</p>` : '';
}

function renderSection(id: string, heading: string, first: string, parts: readonly PartDrift[], before = ''): string {
  const rows = parts.map(
    (part) =>
      `<tr><th scope="row">${pageText(part.name, 40)}</th><td>${count(part.rows)}</td><td>${renderDecision(part.outcome)}</td><td>${listDrifted(part, WRITTEN)}</td></tr>`,
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
