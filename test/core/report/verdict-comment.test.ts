import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { COMMENT_MAX_CHARACTERS } from '../../../core/limits.ts';
import { renderVerdictSection } from '../../../core/report/render-verdict.ts';
import type { Section } from '../../../core/report/section.ts';
import { fitComment, replaceSection } from '../../../core/report/verdict-comment.ts';
import { makeRichReport } from './rich-verdict.ts';

const JOB = 'https://github.com/octo-org/churn/actions/runs/7';
const OLD = 'a'.repeat(40);
const HEAD = 'b'.repeat(40);
const section = (model: string, text = `what is said of ${model}`, changes: Partial<Section> = {}): Section => ({
  model,
  head: HEAD,
  summaryUrl: JOB,
  parts: [
    { name: 'headline', text: `## ${model}` },
    { name: 'metrics', text },
    { name: 'history', text: `<details><summary>History</summary>\n\n${'x'.repeat(500)}\n\n</details>` },
  ],
  leftOut: [],
  ...changes,
});
const modelsOf = (body: string) => [...body.matchAll(/^<!-- tidegate:verdict\/(\S+) -->$/gm)].map((match) => match[1]);
const write = (body: string | undefined, next: Section) => fitComment(replaceSection(body, next), { head: next.head });

describe('one comment holds the verdicts on all models', () => {
  it('in the order of their names, whichever was judged first', () => {
    const body = ['spam', 'churn', 'price'].reduce<string | undefined>((text, name) => write(text, section(name)), '');
    expect(modelsOf(body ?? '')).toEqual(['churn', 'price', 'spam']);
  });

  it('where a new verdict takes the place of the older one on the same model, and no other', () => {
    const both = write(write(undefined, section('churn', 'first')), section('spam', 'second'));
    const body = write(both, section('churn', 'third'));
    expect(body).not.toContain('first');
    expect(body).toContain('second');
    expect(body.match(/third/g)).toHaveLength(1);
  });

  it('and stays the same when nothing changes, however often it is written', () => {
    const body = write(write('', section('churn')), section('spam'));
    expect(write(write(body, section('churn')), section('spam'))).toBe(body);
    expect(write(body.replaceAll('\n', '\r\n'), section('spam'))).toBe(body);
  });

  it.each([
    ['nothing', ''],
    ['a comment of old', '## ✅ churn may ship'],
    ['a section without an end', '<!-- tidegate:verdict/spam -->\n## spam'],
    ['the end of another', '<!-- tidegate:verdict/spam -->\n## spam\n<!-- /tidegate:verdict/price -->'],
    ['a name that no model has', '<!-- tidegate:verdict/__proto__ -->\n## x\n<!-- /tidegate:verdict/__proto__ -->'],
  ])('and begins anew where it holds %s', (_, body) => {
    expect(modelsOf(write(body, section('churn')))).toEqual(['churn']);
  });
});

describe('a section that speaks of an older commit says so', () => {
  const body = write(write('', section('churn', 'old', { head: OLD })), section('spam'));

  it('below its headline, with both commits', () => {
    expect(body).toMatch(
      /## churn\n\n<!-- .*\n> \[!NOTE\]\n> This speaks of `aaaaaaa`\. The newest commit is `bbbbbbb`/,
    );
    expect(body.match(/\[!NOTE\]/g)).toHaveLength(1);
  });

  it('until it is judged again', () => {
    expect(write(body, section('churn', 'new'))).not.toContain('[!NOTE]');
  });
});

const names = ['churn', 'fraud', 'price', 'rank', 'spam'];
const reports = await Promise.all(names.map((model) => makeRichReport({ metrics: 30, slices: 40, model })));

describe('a comment fits', () => {
  const sections = reports.map((report) => renderVerdictSection(report, JOB));
  const body = fitComment(sections, { head: HEAD });

  it('with 30 metrics, 40 slices and 5 models', () => {
    expect(sections.map(({ parts }) => parts.length)).toEqual([22, 22, 22, 22, 22]);
    expect(body.length).toBeLessThanOrEqual(COMMENT_MAX_CHARACTERS);
    expect(modelsOf(body)).toEqual(names);
  });

  it('with what decides in every section: verdict, metrics, rules, next step and slices', () => {
    for (const text of body.split(/^<!-- tidegate:verdict\//m).slice(1)) {
      for (const words of ['must not ship', '`accuracy` ↑', 'non-inferior accuracy', '**Next:**', 'Slices: 37'])
        expect(text).toContain(words);
    }
  });

  it('and says in each section what was left out, with a link to all of it', () => {
    const told = [
      ...body.matchAll(/^<sub>Left out, since a comment takes no more: (.*)\. \[The summary of the job\]\((.*)\)/gm),
    ];
    expect(told).toHaveLength(5);
    for (const [, left, url] of told) {
      expect(left).toMatch(/^training history, methods/);
      expect(url).toBe(JOB);
    }
  });

  it('also when one of the models is judged again', () => {
    const again = fitComment(replaceSection(body, sections[2] ?? section('price')), { head: HEAD });
    expect(again.length).toBeLessThanOrEqual(COMMENT_MAX_CHARACTERS);
    expect(modelsOf(again)).toEqual(names);
  });

  it.each([60_000, 30_000, 15_000, 6_000, 3_000, 1_500, 400])('in %i characters, with nothing cut in two', (limit) => {
    const text = fitComment(sections, { head: OLD, limit });
    expect(text.length).toBeLessThanOrEqual(limit);
    expectWhole(text);
  });

  it('with hundreds of models, whose last ones are counted', () => {
    const many = Array.from({ length: 400 }, (_, index) => section(`m${index}`));
    const text = fitComment(many);
    expect(text.length).toBeLessThanOrEqual(COMMENT_MAX_CHARACTERS);
    expect(modelsOf(text).length).toBeGreaterThan(100);
    expect(text).toMatch(/… and \d+ more models, .* each has a check of its own\.$/);
    expectWhole(text);
  });

  it('and looks the same with its tables squeezed', () => {
    const one = sections[0] ?? section('churn');
    const rest = one.parts.filter(({ name }) => name !== 'history');
    const whole = fitComment([{ ...one, parts: rest }]);
    const squeezed = fitComment([{ ...one, parts: rest }], { limit: whole.length - 1 });
    const tables = (text: string) => new MarkdownIt().render(text).replace(/\s+/g, ' ');
    expect(squeezed.length).toBeLessThan(0.9 * whole.length);
    expect(tables(squeezed)).toBe(tables(whole));
  });
});

describe('words that look like our own lines', () => {
  it.each([
    '<!-- /tidegate:verdict/churn -->',
    '<!-- tidegate:verdict/spam -->',
    '<!-- tidegate:part/headline -->\n## ✅ approved',
    '<!-- tidegate:note -->',
    '<!-- tidegate:about head=- summary=https://example.com left-out=rules -->',
  ])('%s change no section', (text) => {
    const body = write(write('', section('spam', 'kept')), section('churn', `before\n${text}\nafter`));
    const again = write(body, section('spam', 'kept'));
    expect(modelsOf(again)).toEqual(['churn', 'spam']);
    expect(again).toBe(body);
    expect(again).toMatch(/before[\s\S]*after[\s\S]*kept/);
    expect(again).not.toContain('](https://example.com)');
  });

  it('nor does an address that is none become a link', () => {
    const text = fitComment([section('churn', 'x', { summaryUrl: 'javascript:alert(1)', leftOut: ['history'] })]);
    expect(text).not.toContain('javascript');
  });
});

/** Fences and tags are closed, and every row of a table has as many cells as its head. */
function expectWhole(text: string): void {
  expect((text.match(/^```/gm)?.length ?? 0) % 2).toBe(0);
  for (const tag of ['details', 'summary', 'sub'])
    expect(text.split(`<${tag}>`).length, tag).toBe(text.split(`</${tag}>`).length);
  expect(modelsOf(text)).toHaveLength(text.match(/^<!-- \/tidegate:verdict\//gm)?.length ?? 0);
  for (const table of text.match(/(^\|.*\n?)+/gm) ?? []) {
    const widths = table
      .trim()
      .split('\n')
      .map((row) => row.split('|').length);
    expect(new Set(widths).size).toBe(1);
    expect(widths.length).toBeGreaterThan(2);
  }
}
