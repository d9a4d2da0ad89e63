/** Layout around GitHub's own Markdown styles: boxes, states and the timeline of the steps. */
export const PAGE_STYLE = `
:root { --border: #d1d9e0; --muted: #59636e; --link: #0969da; --soft: #f6f8fa; }
body { margin: 0; background: #fff; color: #1f2328; font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }
main { max-width: 1012px; margin: 0 auto; padding: 24px 16px 80px; }
header h1 { font-size: 28px; margin: 0 0 4px; } header p { color: var(--muted); margin: 0 0 16px; max-width: 72ch; }
nav { display: flex; flex-wrap: wrap; gap: 4px 16px; padding: 8px 0; border-bottom: 1px solid var(--border); position: sticky; top: 0; background: #fff; z-index: 1; }
nav a, .markdown-body a { color: var(--link); text-decoration: none; }
section { margin-top: 40px; scroll-margin-top: 48px; } section > h2 { font-size: 20px; margin: 0 0 12px; }
.box { border: 1px solid var(--border); border-radius: 6px; margin: 12px 0; overflow: hidden; }
.box > .head { background: var(--soft); border-bottom: 1px solid var(--border); padding: 8px 16px; color: var(--muted); }
.box > .head strong { color: #1f2328; } .box > .body { padding: 16px; overflow-x: auto; }
.state { display: inline-block; border-radius: 2em; padding: 1px 10px; font-weight: 500; font-size: 12px; color: #fff; background: #59636e; }
.state.success { background: #1a7f37; } .state.failure, .state.error { background: #cf222e; } .state.neutral, .state.in_progress, .state.queued { background: #9a6700; }
.state.inactive { background: #818b98; } .state.merged { background: #8250df; }
.markdown-body { font-size: 14px; } .markdown-body table { display: table; width: auto; max-width: 100%; }
.markdown-body code { overflow-wrap: anywhere; } .plain.markdown-body { overflow-x: auto; } .plain.markdown-body td code, .nowrap { white-space: nowrap; }
.history { font-size: 12px; color: var(--muted); } .markdown-body pre.mermaid { background: #fff; padding: 0; text-align: center; }
.markdown-body pre.mermaid svg { max-width: 640px; }
blockquote.alert { border-left-color: #cf222e !important; color: inherit !important; } blockquote.alert strong { color: #cf222e; }
ol.steps { list-style: none; margin: 0; padding: 0; } ol.steps li { display: grid; grid-template-columns: 28px 1fr 64px; gap: 8px; padding: 8px 0; border-bottom: 1px solid var(--border); }
ol.steps .number { color: var(--muted); text-align: right; } ol.steps .time { text-align: right; color: var(--muted); font-variant-numeric: tabular-nums; }
ol.steps .bar { grid-column: 2 / 4; height: 4px; border-radius: 2px; background: #ddf4ff; } ol.steps .bar i { display: block; height: 4px; border-radius: 2px; background: #54aeff; min-width: 2px; }
ol.steps .detail { color: var(--muted); display: block; }
.digest { font: 12px ui-monospace, SFMono-Regular, Menlo, monospace; color: var(--muted); }
@media print {
  nav { display: none; } main { max-width: none; padding: 0; zoom: 0.72; } .box, .box > .body, .plain.markdown-body { overflow: visible; } .digest { overflow-wrap: anywhere; } section > h2, .box > .head { break-after: avoid; } tr, li, pre.mermaid { break-inside: avoid; }
  .state, .bar, .bar i, .box > .head, thead { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
