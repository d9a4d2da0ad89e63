import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { chartLabel, code, htmlText, logged, plain, sentence } from '../../../core/report/escape.ts';

const markdown = new MarkdownIt({ html: true, linkify: true });
const render = (text: string) => markdown.renderInline(text);
const words = (text: string) => render(text).replaceAll('\u200b', '');

const HOSTILE = [
  '@octocat',
  'see @octo-org/owners',
  '`` ` ```',
  '`@octocat`',
  'a | b',
  '<img src=x onerror=alert(1)>',
  '<!-- tidegate:verdict/churn -->',
  '[click](https://example.com)',
  '![x](https://example.com/x.png)',
  '**bold** _it_ ~~gone~~',
  'a\n\n# heading\n- item',
  '&lt;b&gt; &amp;',
  '\\`\\|\\',
  '#1 and octo-org/churn#2',
  'https://example.com, HTTPS://example.com and www.example.com',
];

it.each([code, plain, sentence])('leaves no sign that steers a terminal or turns words around', (keep) => {
  const text = keep('a\u001b[2Jb\u202ec\u2066d\u200e\u0000e');
  expect(text.replaceAll('\\', '')).toMatch(/^`?a\[2Jbcde`?$/);
});

describe('code', () => {
  it.each(HOSTILE)('keeps %j in one span', (text) => {
    expect(render(code(text))).toMatch(/^<code>[^<]*<\/code>$/);
    expect(code(text)).not.toMatch(/\n|\||(^|[^A-Za-z0-9])@\w/);
  });

  it('leaves a version as people copy it', () => expect(code('churn@1.1.0')).toBe('`churn@1.1.0`'));
  it('cuts what is long', () => expect(code('x'.repeat(500))).toHaveLength(122));
  it('shows nothing as a span too', () => expect(render(code(' \n '))).toBe('<code> </code>'));
});

describe('plain', () => {
  it.each(HOSTILE)('keeps %j words', (text) => {
    const html = render(plain(text));
    expect(html).not.toMatch(/<[a-z!]/i);
    expect(plain(text)).not.toMatch(/\n|#\d|(^|[^A-Za-z0-9])@\w/);
  });

  it.each([...HOSTILE, '# a', '- a', '+ a', '1. a', '1) a', '===', '---', '> a', '~~~'])(
    '%j begins nothing',
    (text) => {
      const html = markdown.render(plain(text));
      expect(html).toMatch(/^<p>[^<]*<\/p>\n$/);
    },
  );

  it('shows a terminal no sign that needs no escape', () => {
    const text = 'paired bootstrap (stratified), 5-fold + log_loss!';
    expect(plain(text)).toBe(text);
  });

  it('reads as it was written', () =>
    expect(words(plain('log_loss: 0.2 < 0.3 (better), see #4'))).toBe('log_loss: 0.2 &lt; 0.3 (better), see #4'));
  it('cuts what is long', () => expect(plain('x'.repeat(500))).toHaveLength(300));
});

describe('a label of a chart', () => {
  it.each([
    ['total_day_minutes', '"total_day_minutes"'],
    ['"]\n  bar [1]', '"bar 1"'],
    ['%%{init: {}}%%', '"init"'],
    ['```', '"unnamed"'],
    ['漢字', '"unnamed"'],
    ['x'.repeat(99), `"${'x'.repeat(24)}"`],
  ])('of %j is %s', (text, label) => expect(chartLabel(text)).toBe(label));
});

it('what is logged keeps its own lines, and steers neither the runner nor a terminal', () => {
  expect(logged('a\n→ b\n(c)\n')).toBe('a\n→ b\n(c)\n');
  expect(logged('a\r\n  ::error::x')).toBe('a\n  :\u200b:error::x');
  expect(logged('a ::error:: b, ##[group]c')).toBe('a ::error:: b, ##\u200b[group]c');
  expect(logged('\u001b[2J\u009b31m\u202edrow\u0007\tx')).toBe('[2J31mdrow x');
  expect(logged('a\u2028::error::x\u0085::y')).toBe('a\n:\u200b:error::x\n:\u200b:y');
});

describe('what GitHub would make a link of', () => {
  it.each([
    'octocat@example.com',
    'a_b-c.d@sub.example.org.',
    'mailto:octocat@example.com',
    'XMPP:octocat@example.com/x',
    'see GH-12',
    'gh-7',
    'a5c3785ed8d6a35868bc169f07e40e889087fd2e',
    'octo-org/churn@a5c3785ed8d6a35868bc169f07e40e889087fd2e',
  ])('is none: %s', (text) => {
    for (const toMarkdown of [plain, sentence, htmlText]) {
      const escaped = toMarkdown(text);
      expect(escaped).not.toMatch(/@[\w-]*\.[a-z]|mailto:|xmpp:|\bGH-\d|\b[0-9a-f]{40}\b/i);
      // This renderer links hosts of any signs, GitHub's takes ASCII alone.
      expect(words(escaped).replace(/<[^>]*>/g, '')).toBe(text);
    }
  });

  it('stays what people can copy where it is none', () => {
    for (const text of ['churn@1.1.0', `sha256:${'a'.repeat(64)}`, 'HIGH-12 1234567 rows'])
      expect(plain(text)).toBe(text);
  });
});

it('what is cut ends with a whole sign', () => {
  expect(plain('😀'.repeat(10), 6)).toBe('😀😀…');
  expect(plain('😀'.repeat(10), 7)).toBe('😀😀😀…');
});
