import { expect, it } from 'vitest';
import { renderMarkdown } from '../../../../cli/demo/report/render-markdown.ts';

it.each([
  ['tables', '| a | b |\n|:--|--:|\n| 1 | 2 |', /<table>[\s\S]*<td style="text-align:right">2<\/td>/],
  ['charts for Mermaid', '```mermaid\nxychart-beta\n```', /<pre class="mermaid">xychart-beta\n<\/pre>/],
  ['other code as code', '```json\n{}\n```', /<code class="language-json">\{\}/],
  [
    'folded parts',
    '<details><summary>More</summary>\n\ntext\n\n</details>',
    /<details><summary>More<\/summary>[\s\S]*<\/details>/,
  ],
  [
    'alerts',
    '> [!CAUTION]\n> Read this',
    /<blockquote class="alert caution"><p><strong>CAUTION<\/strong><br>Read this/,
  ],
  ['plain addresses as links', 'see https://example.com/a', /<a href="https:\/\/example\.com\/a">/],
  ['versions as text, not as mail', 'churn@1.0.0', /^<p>churn@1\.0\.0<\/p>/],
])('shows %s as GitHub does', (_, text, expected) => {
  expect(renderMarkdown(text)).toMatch(expected);
});

it('hides the marker of a comment', () => {
  expect(renderMarkdown('<!-- tidegate:verdict/churn -->\n# Title')).toBe('<h1>Title</h1>\n');
});

it.each([
  ['a script', '<script>alert(1)</script>'],
  ['a tag with attributes', '<details ontoggle=alert(1) open>x</details>'],
  ['an image with a handler', '<img src=x onerror=alert(1)>'],
  ['a link that runs code', '[x](javascript:alert(1))'],
  ['a link with data', '[x](data:text/html,<script>alert(1)</script>)'],
  ['an end of a chart', '```mermaid\n</pre><script>alert(1)</script>\n```'],
])('lets %s stay text', (_, text) => {
  expect(renderMarkdown(text)).not.toMatch(/<(script|img|details [^>]|a href="(javascript|data))/);
});

it('takes a tag in a code span for a name, not for a tag', () => {
  expect(renderMarkdown('column `</details>`')).toBe('<p>column <code>&lt;/details&gt;</code></p>\n');
});
