import MarkdownIt from 'markdown-it';

/** HTML that GitHub lets through in comments and that ours use; everything else stays text. */
const ALLOWED_TAGS = /&lt;(\/?(?:details|summary|sub))&gt;/g;
const markdown = new MarkdownIt({ html: false, linkify: true });
// churn@1.0.0 is no e-mail address.
markdown.linkify.set({ fuzzyEmail: false, fuzzyLink: false });
// Only where text stands: the same tag in a code span or a chart is what somebody called a column.
markdown.renderer.rules['text'] = (tokens, index) =>
  markdown.utils.escapeHtml(tokens[index]?.content ?? '').replace(ALLOWED_TAGS, '<$1>');
const fence = markdown.renderer.rules['fence'];
markdown.renderer.rules['fence'] = (tokens, index, options, env, self) => {
  const token = tokens[index];
  if (token?.info.trim() === 'mermaid')
    return `<pre class="mermaid">${markdown.utils.escapeHtml(token.content)}</pre>\n`;
  return fence ? fence(tokens, index, options, env, self) : self.renderToken(tokens, index, options);
};

/** Markdown as GitHub shows it: tables, Mermaid, alerts, hidden comments left out. */
export function renderMarkdown(text: string): string {
  const html = markdown.render(text.replace(/^<!--.*-->\n?/gm, ''));
  return html.replace(
    /<blockquote>\s*<p>\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*/g,
    (_, kind: string) => `<blockquote class="alert ${kind.toLowerCase()}"><p><strong>${kind}</strong><br>`,
  );
}
