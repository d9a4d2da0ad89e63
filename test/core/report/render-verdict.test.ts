import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import type { MetricRow } from '../../../core/evaluation/metric-row.ts';
import type { RuleRow, Verdict } from '../../../core/gate/verdict.ts';
import { COMMENT_MAX_CHARACTERS } from '../../../core/limits.ts';
import { renderHeadline, renderVerdictComment, type VerdictReport } from '../../../core/report/render-verdict.ts';
import type { RunRecord } from '../../../core/run/run-record.ts';
import { makeVerdict } from '../release/validated.ts';
import { makeRecord } from '../run/trained.ts';

const run = await makeRecord();
const metricRow = (changes: Partial<MetricRow> = {}): MetricRow => ({
  metric: 'roc_auc',
  higherIsBetter: true,
  n: 1250,
  candidate: { value: 0.9, low: 0.88, high: 0.92 },
  baseline: { value: 0.85, low: 0.82, high: 0.88 },
  difference: { value: 0.05, low: 0.03, high: 0.07 },
  p: 0.001,
  minimumDetectableEffect: 0.02,
  decision: 'better',
  method: 'paired bootstrap',
  ...changes,
});
const ruleRow = (changes: Partial<RuleRow> = {}): RuleRow => ({
  rule: 'threshold',
  subject: 'roc_auc',
  status: 'pass',
  reason: 'within-threshold',
  actual: 0.9,
  threshold: 0.75,
  message: 'roc_auc is 0.9, at least 0.75.',
  ...changes,
});
const digest = (await makeVerdict()).candidate.digest;
const baseline = { digest, release: 'churn@1.0.0', environment: 'production' };
const verdict = await makeVerdict({ metrics: [metricRow()], rules: [ruleRow()], baseline });
const comment = (changes: Partial<VerdictReport> = {}) =>
  renderVerdictComment({ verdict, run, firstEnvironment: 'staging', ...changes });

const isEven = (count: number) => count % 2 === 0;
const crowd = Array.from({ length: 3000 }, (_, index) => index);

/** As a browser would get it, with what stands in code taken out. */
function visibleHtml(markdown: string): string {
  const html = new MarkdownIt({ html: true }).render(markdown);
  return html.replace(/<pre>[\s\S]*?<\/pre>/g, '').replace(/<code>[^<]*<\/code>/g, '');
}

describe('the headline says what a reviewer must know', () => {
  const failed = [ruleRow({ status: 'fail' }), ruleRow({ rule: 'non-inferior', subject: 'f1', status: 'cannot-tell' })];
  it.each([
    ['pass', /^churn\b.* may ship.* against churn@1\.0\.0.*serves production/],
    ['fail', /^churn\b.* must not ship \(threshold roc_auc\).* against churn@1\.0\.0/],
    ['cannot-tell', /^churn\b.*\btell\b.* against churn@1\.0\.0/],
  ] as const)('%s', (outcome, words) => {
    expect(renderHeadline({ ...verdict, rules: failed, outcome })).toMatch(words);
  });

  it('the first version of all', () => {
    expect(renderHeadline({ ...verdict, baseline: null })).toMatch(/may ship.* the first version.* nothing serves yet/);
  });
});

it('shows each metric with both values, the difference, its noise and the decision in words', () => {
  const row = comment()
    .split('\n')
    .find((line) => line.includes('0.0500'));
  expect(row?.split('|').map((cell) => cell.trim())).toEqual([
    '',
    '`roc_auc` ↑',
    '0.9000',
    '0.8500',
    '+0.0500',
    '+0.0300 … +0.0700',
    '🟢 better',
    '',
  ]);
});

it('shows no difference and no chart when nothing serves', () => {
  const first = metricRow({
    baseline: null,
    difference: null,
    p: null,
    minimumDetectableEffect: null,
    decision: 'no-baseline',
  });
  const body = comment({ verdict: { ...verdict, baseline: null, metrics: [first] } });
  expect(body).toContain('0.8800 … 0.9200');
  expect(body).toContain('no baseline');
  expect(body).not.toContain('Gain over production');
});

describe('words from a pull request stay words', () => {
  const HOSTILE = [
    ['a mention', '@octocat @octo-org/owners'],
    ['a pipe', 'a | b | c |'],
    ['backticks', '`` ` ``` @octocat <b>'],
    ['HTML', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
    ['the end of the fold', '</details></sub><h1>approved</h1>'],
    ['new lines', 'a\n\n# Approved by octocat\n\n```\n\r\nb\u2028c'],
    ['a link and an image', '[click](https://example.com) ![x](https://example.com/x.png)'],
    ['our own marker', '<!-- tidegate:verdict/churn -->'],
    ['an alert', '\n> [!NOTE]\n> All checks passed'],
    ['backslashes', 'a\\|b\\`c\\'],
    ['nothing to see', '\u200b \t '],
    ['a very long word', 'x'.repeat(5000)],
  ] as const;
  const hostileRun = (text: string): RunRecord => ({
    ...run,
    parameters: { [text]: text, other: text },
    metrics: [
      {
        name: text,
        value: 1,
        history: [
          { step: 1, value: 1 },
          { step: 2, value: 2 },
        ],
      },
    ],
    environment: { ...run.environment, framework: text },
  });
  const hostileVerdict = (text: string): Verdict => ({
    ...verdict,
    metrics: [metricRow({ metric: text })],
    rules: [ruleRow({ subject: text, status: 'fail', message: `${text} is 0.9.`.slice(0, 500) })],
    outcome: 'fail',
  });

  it.each(HOSTILE)('%s', (_, text) => {
    const body = comment({ run: hostileRun(text), verdict: hostileVerdict(text), baselineParameters: { [text]: 'b' } });
    expect(body).not.toMatch(/@octo/);
    const html = visibleHtml(body);
    expect(html).not.toMatch(/<(script|img|h1|b)\b|href=/i);
    // Every row of every table has as many cells as its head, and nothing became a heading but ours.
    const tables = html.split('<table>').slice(1);
    expect(tables).toHaveLength(3);
    for (const table of tables) {
      const counts = table
        .split('<tr>')
        .slice(1)
        .map((row) => row.split('</tr>')[0]?.match(/<t[hd]/g)?.length);
      expect(new Set(counts).size).toBe(1);
    }
    expect(html.match(/<h\d/g)).toHaveLength(1);
    expect(body.length).toBeLessThan(COMMENT_MAX_CHARACTERS);
    for (const tag of ['details', 'sub', 'summary'])
      expect(html.split(`<${tag}>`).length, tag).toBe(html.split(`</${tag}>`).length);
    // A chart is cut out of its fence by a line of three backticks only.
    expect(body.match(/^```/gm)?.length ?? 0).toSatisfy(isEven);
  });
});

describe('a change of the policy is told in red, since this verdict did not use it', () => {
  const settings = [
    { path: 'models.churn.gate[0].min', before: '0.75', after: '0.5' },
    { path: 'models.churn.gate[1]', before: '"a ``` b"', after: undefined },
  ];

  it('with the files and what they change', () => {
    const body = comment({ policyChanges: { files: ['tidegate.yml', 'data/churn.csv'], settings } });
    expect(body).toMatch(/> \[!CAUTION\]\n> .*`tidegate\.yml`, `data\/churn\.csv`.*takes effect after the merge/);
    expect(body).toContain('```diff\n- models.churn.gate[0].min: 0.75\n+ models.churn.gate[0].min: 0.5\n- models');
    expect(body.match(/```/g)?.length).toSatisfy(isEven);
  });

  it('not where nothing of it changed', () => {
    expect(comment()).not.toContain('CAUTION');
    expect(comment({ policyChanges: { files: [], settings: [] } })).not.toContain('CAUTION');
  });

  it('whatever the files and settings are called', () => {
    const hostile = 'a`b|c\n\n```\n# Approved by @octocat <b>';
    const body = comment({
      policyChanges: { files: [hostile], settings: [{ path: hostile, before: hostile, after: hostile }] },
    });
    expect(visibleHtml(body)).not.toMatch(/approved by|<b>|<h1/i);
    expect(body.match(/^```/gm)?.length).toSatisfy(isEven);
  });

  it('in a comment that still fits', () => {
    const files = crowd.map((index) => `data/${index}-${'x'.repeat(200)}`);
    const many = crowd.map((index) => ({ path: `models.m${index}`, before: 'y'.repeat(5000), after: 'z' }));
    expect(comment({ policyChanges: { files, settings: many } }).length).toBeLessThan(COMMENT_MAX_CHARACTERS);
  });
});

describe('a comment fits', () => {
  it('with thousands of parameters', () => {
    const parameters = Object.fromEntries(
      crowd.map((index) => [`parameter_${index}_${'x'.repeat(60)}`, 'y'.repeat(500)]),
    );
    const body = comment({ run: { ...run, parameters }, baselineParameters: {} });
    expect(body.length).toBeLessThanOrEqual(COMMENT_MAX_CHARACTERS);
    expect(body).toContain('`/promote staging`');
    expect(visibleHtml(body)).toMatch(/<\/sub><\/p>\s*$/);
  });

  it('with thousands of metrics and rules', () => {
    const metrics = crowd.map((index) => metricRow({ metric: `metric_${index}` }));
    const rules = crowd.map((index) => ruleRow({ subject: `metric_${index}`, message: 'm'.repeat(500) }));
    const body = comment({ verdict: { ...verdict, metrics, rules } });
    expect(body.length).toBeLessThanOrEqual(COMMENT_MAX_CHARACTERS);
    expect(body).toMatch(/^## ✅ churn.* may ship/);
  });
});

describe('parameters beside those of production', () => {
  const parametersOf = (parameters: RunRecord['parameters'], before: RunRecord['parameters']) =>
    comment({ run: { ...run, parameters }, baselineParameters: before });

  it('may be called as what every object has', () => {
    expect(parametersOf({ constructor: 1, toString: 'x' }, {})).toMatch(/`constructor` +\| `1` +\| — /);
    expect(parametersOf({}, { valueOf: 2 })).toMatch(/`valueOf` +\| — +\| `2` /);
  });

  it('differ also where the table cuts them', () => {
    const long = 'x'.repeat(300);
    expect(parametersOf({ path: `${long}a` }, { path: `${long}b` })).toContain('1 of 1 parameters differ');
  });
});
