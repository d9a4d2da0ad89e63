import type { DemoReport } from './demo-report.ts';
import { bytes, escapeHtml, table } from './html.ts';
import { PAGE_STYLE } from './page-style.ts';
import { renderMarkdown } from './render-markdown.ts';

const SECTIONS = [
  ['steps', 'What happened', renderSteps],
  ['pull-request', 'Pull request', renderPullRequest],
  ['check', 'Check', renderCheck],
  ['releases', 'Releases', renderReleases],
  ['deployments', 'Deployments', renderDeployments],
  ['predictions', 'Predictions', renderPredictions],
  ['drift', 'Drift and rollback', renderDrift],
  ['ledger', 'Ledger', renderLedger],
] as const;

/** One page with everything that the demo made, rendered as GitHub would. Needs github-markdown.css and mermaid.min.js beside it. */
export function renderReportPage(report: DemoReport): string {
  const links = SECTIONS.map(([id, title]) => `<a href="#${id}">${title}</a>`).join('');
  const sections = SECTIONS.map(
    ([id, title, render]) => `<section id="${id}"><h2>${title}</h2>${render(report)}</section>`,
  ).join('\n');
  const seconds = report.steps.reduce((sum, step) => sum + step.durationMs, 0) / 1000;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tidegate demo: ${escapeHtml(report.repository)}</title>
<link rel="stylesheet" href="github-markdown.css"><style>${PAGE_STYLE}</style>
</head>
<body><main>
<header><h1>${escapeHtml(report.repository)}</h1>
<p>The whole loop, played in ${seconds.toFixed(1)} s on a GitHub that ran on this machine: real training, real statistics, a real model server. Everything below was read back from that GitHub when it was over.</p></header>
<nav>${links}</nav>
${sections}
</main>
<script src="mermaid.min.js"></script>
<script>mermaid.initialize({ startOnLoad: true, securityLevel: 'strict', theme: 'default', xyChart: { width: 640, height: 300 } });</script>
</body></html>
`;
}

function renderSteps({ steps }: DemoReport): string {
  const longest = Math.max(1, ...steps.map(({ durationMs }) => durationMs));
  const items = steps.map(
    ({ title, detail, durationMs }, index) =>
      `<li><span class="number">${index + 1}</span><span><strong>${escapeHtml(title)}</strong><span class="detail">${escapeHtml(detail)}</span></span><span class="time">${(durationMs / 1000).toFixed(1)} s</span><span class="bar"><i style="width:${((100 * durationMs) / longest).toFixed(1)}%"></i></span></li>`,
  );
  return `<ol class="steps">${items.join('')}</ol>`;
}

function comment({ author, body }: { readonly author: string; readonly body: string }): string {
  return `<div class="box"><div class="head"><strong>${escapeHtml(author)}</strong> commented</div><div class="body markdown-body">${renderMarkdown(body)}</div></div>`;
}

function renderPullRequest({ pullRequest }: DemoReport): string {
  return `<p><span class="state merged">Merged</span> <strong>${escapeHtml(pullRequest.title)}</strong> #${pullRequest.number}</p>${pullRequest.comments.map(comment).join('')}`;
}

function renderCheck({ check }: DemoReport): string {
  const text = check.text ? renderMarkdown(check.text) : '';
  return `<div class="box"><div class="head">${state(check.conclusion)} <strong>${escapeHtml(check.name)}</strong> — ${escapeHtml(check.title)}</div><div class="body markdown-body">${renderMarkdown(check.summary)}${text}</div></div>`;
}

function renderReleases({ releases }: DemoReport): string {
  return releases
    .map(({ tag, notes, createdAt, assets }) => {
      const rows = assets.map((asset) => [
        `<strong>${escapeHtml(asset.name)}</strong>`,
        bytes(asset.bytes),
        `<span class="digest">${escapeHtml(asset.digest)}</span>`,
      ]);
      return `<div class="box"><div class="head"><strong>${escapeHtml(tag)}</strong> · released ${escapeHtml(time(createdAt))} UTC</div><div class="body markdown-body">${renderMarkdown(notes)}<h4>Assets</h4>${table(['name', 'size', 'digest that GitHub shows'], rows)}</div></div>`;
    })
    .join('');
}

/** A row a deployment: what it is now, the bytes that were read back, and the way there, oldest first. */
function renderDeployments({ deployments }: DemoReport): string {
  const rows = deployments.map(({ environment, id, sha, statuses }) => {
    const proof = statuses.find(({ state, description }) => state === 'success' && description !== '');
    const [release = '', digest = ''] = (proof?.description ?? '').split(' ');
    const history = statuses.toReversed().map(({ state, createdAt }) => `${state} ${time(createdAt)}`);
    return [
      `<strong>${escapeHtml(environment)}</strong> <span class="nowrap">#${id}</span>`,
      `<code>${escapeHtml(sha.slice(0, 7))}</code>`,
      state(statuses[0]?.state ?? 'pending'),
      `<strong>${escapeHtml(release)}</strong><br><span class="digest">${escapeHtml(digest)}</span><br><span class="history">${escapeHtml(history.join(' → '))}</span>`,
      escapeHtml(proof?.creator ?? ''),
    ];
  });
  const head = ['environment', 'commit', 'state', 'what the server answered, and the history', 'written by'];
  return plain(table(head, rows));
}

function state(name: string): string {
  return `<span class="state ${escapeHtml(name)}">${escapeHtml(name)}</span>`;
}

/** Of an ISO date: the demo lasts a minute, so the day says nothing. */
function time(iso: string): string {
  return iso.slice(11, 19);
}

function plain(html: string): string {
  return `<div class="plain markdown-body">${html}</div>`;
}

function renderPredictions({ predictions }: DemoReport): string {
  const { columns, samples, count } = predictions;
  const rows = samples.map(({ inputs, score, label }) => [
    ...columns.map((column) => escapeHtml(inputs[column] ?? '')),
    score.toFixed(4),
    `<strong>${escapeHtml(label)}</strong>`,
  ]);
  return `<p>${samples.length} of the ${count} customers of the holdout that were sent to <code>/predict</code>, with some of their columns.</p>${plain(table([...columns.map(escapeHtml), 'score', 'label'], rows))}`;
}

function renderDrift({ drift, restoredDigest }: DemoReport): string {
  const issue = `<div class="box"><div class="head"><strong>${escapeHtml(drift.title)}</strong> #${drift.issue}</div><div class="body markdown-body">${renderMarkdown(drift.body)}</div></div>`;
  return `${issue}${drift.comments.map(comment).join('')}<p>Retraining opened pull request #${drift.retraining}. After the rollback the production server answered with digest <span class="digest">${escapeHtml(restoredDigest)}</span>.</p>`;
}

function renderLedger({ ledger }: DemoReport): string {
  const rows = ledger.map((event) => [
    String(event.sequence),
    escapeHtml(time(event.at)),
    escapeHtml(event.actor),
    `<code>${escapeHtml(event.action)}</code>`,
    escapeHtml(event.release),
    escapeHtml(event.environment),
    escapeHtml(event.reason),
  ]);
  return `<p>Who did what and why, chained by digest on the branch <code>tidegate/ledger</code>.</p>${plain(table(['#', 'time', 'who', 'what', 'release', 'environment', 'why'], rows))}`;
}
