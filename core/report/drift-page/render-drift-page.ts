import { sha256 } from '../../digest.ts';
import type { DriftReport } from '../../drift/drift-report.ts';
import type { DriftDecision } from '../../drift/finding.ts';
import { DRIFT_PAGE_MAX_BYTES } from '../../limits.ts';
import { renderDriftHeadline } from '../render-drift.ts';
import { pageJson, pageText } from './page-text.ts';
import { renderMethod, renderPageFacts } from './render-facts.ts';
import { renderPageMultivariate } from './render-multivariate.ts';
import { renderPageParts } from './render-parts.ts';
import { renderPagePerformance } from './render-performance.ts';
import { DECISION_WORDS, renderDecision, renderRows } from './render-rows.ts';

/** What the page carries along, as text, so that it needs nothing from anywhere. */
export interface DriftPageAssets {
  /** Chart.js, as one script that sets `Chart`. */
  readonly library: string;
  readonly script: string;
  readonly style: string;
}

const FRAME_BYTES = 5_000; // of what is around the parts that are counted

/** The whole report as one HTML file: every column, its plots drawn where it is opened. Asks no network, by its own policy. */
export async function renderDriftPage(report: DriftReport, assets: DriftPageAssets): Promise<string> {
  const headline = pageText(renderDriftHeadline(report), 300);
  const library = inline(assets.library.replace(/^\/\/# sourceMappingURL=.*$/m, ''));
  const script = inline(assets.script);
  const beside = [renderPagePerformance(report.performance), renderPageMultivariate(report.multivariate)].join('\n');
  const parts = renderPageParts(report);
  const facts = [renderPageFacts(report), renderMethod(report)];
  const frame = [library, script, assets.style, headline, ...facts, beside, parts];
  const rows = renderRows(
    report.columns,
    DRIFT_PAGE_MAX_BYTES - FRAME_BYTES - new TextEncoder().encode(frame.join('')).length,
  );
  const policy = `default-src 'none'; script-src ${await sourceOf(library)} ${await sourceOf(script)}; style-src ${await sourceOf(assets.style)} ${await sourceOf(NO_SCRIPT)}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${headline}</title>
<style>${assets.style}</style>
<noscript><style>${NO_SCRIPT}</style></noscript>
</head>
<body>
<header>
<p class="kind">Drift report</p>
<h1>${headline}</h1>
<p>${renderDecision(report.outcome)}</p>
${renderPageFacts(report)}
</header>
<main>
${beside}
<section aria-labelledby="columns">
<h2 id="columns">Columns</h2>
${renderControls(report)}
<table class="columns">
<caption>The finding that says most about each column. The line across a bar is the threshold, the pale end what the counts leave open, the dot what noise alone makes; bars grow by the square root.</caption>
<thead><tr>${HEADINGS.map(renderHeading).join('')}</tr></thead>
${rows.html}
</table>
${renderLeftOut(rows.leftOut, rows.drawn.filter(({ isCut }) => isCut).length)}
</section>
${parts}
<section aria-labelledby="method">
<h2 id="method">How it is decided</h2>
${renderMethod(report)}
</section>
</main>
<script type="application/json" id="drawn">${pageJson(rows.drawn)}</script>
<script>${library}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** Without scripts nothing can be opened, sorted or filtered. */
const NO_SCRIPT = '.controls{display:none}';
const HEADINGS = [
  ['column', 'Column'],
  ['decision', 'Decision'],
  [null, 'What moved most'],
  ['effect', 'Effect against threshold'],
  ['p', 'p'],
] as const;

/** The page opens in the report's own order: what has drifted comes first. */
function renderHeading([key, words]: (typeof HEADINGS)[number]): string {
  if (key === null) return `<th scope="col">${words}</th>`;
  const sorted = key === 'decision' ? ' aria-sort="ascending"' : '';
  return `<th scope="col"${sorted}><button type="button" data-sort="${key}">${words}</button></th>`;
}

function renderControls({ columns }: DriftReport): string {
  const decisions: readonly DriftDecision[] = ['drift', 'cannot-tell', 'none'];
  const options = decisions.map((decision) => {
    const found = columns.filter((column) => column.decision === decision).length;
    return `<option value="${decision}">${DECISION_WORDS[decision][1]} (${found})</option>`;
  });
  return `<form class="controls" role="search" aria-label="Columns">
<label>Name <input type="search" id="name" autocomplete="off" spellcheck="false"></label>
<label>Decision <select id="decision"><option value="">all (${columns.length})</option>${options.join('')}</select></label>
<button type="button" id="open-drifted">Open what drifted</button>
<button type="button" id="close-all">Close all</button>
<output id="shown" for="name decision"></output>
</form>`;
}

function renderLeftOut(rows: number, plots: number): string {
  const all = 'The JSON document of the report has everything.';
  return [
    ...(plots > 0
      ? [`<p class="note">${plots} columns have no plot here, so that the page stays small. ${all}</p>`]
      : []),
    ...(rows > 0 ? [`<p class="note">… and ${rows} columns with less drift. ${all}</p>`] : []),
  ].join('\n');
}

/** Our own scripts cannot end their element before its end. */
function inline(script: string): string {
  return script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
}

/** How a policy names the one text that may be used. */
async function sourceOf(text: string): Promise<string> {
  const hex = (await sha256(text)).slice('sha256:'.length);
  const bytes = (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  return `'sha256-${btoa(String.fromCharCode(...bytes))}'`;
}
