import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { COMMENT_MAX_CHARACTERS } from '../../../core/limits.ts';
import {
  renderHeadline,
  renderVerdictSection,
  renderVerdictSummary,
  type VerdictReport,
} from '../../../core/report/render-verdict.ts';
import { fitComment } from '../../../core/report/verdict-comment.ts';
import type { RunRecord } from '../../../core/run/run-record.ts';
import { makeVerdict } from '../release/validated.ts';
import { makeRecord } from '../run/trained.ts';
import { MEASURED, makeRichReport, metricRow, ruleRow } from './rich-verdict.ts';

const run = await makeRecord();
const JOB = 'https://github.com/octo-org/churn/actions/runs/7';
const digest = (await makeVerdict()).candidate.digest;
const baseline = { digest, release: 'churn@1.0.0', environment: 'production' };
const rich = await makeRichReport();
const verdict = await makeVerdict({ metrics: [metricRow()], rules: [ruleRow()], baseline });
const comment = (changes: Partial<VerdictReport> = {}) =>
  fitComment([renderVerdictSection({ verdict, run, firstEnvironment: 'staging', ...changes }, JOB)]);

const isAscending = (places: readonly number[]) =>
  places.every((place, index) => place >= 0 && place > (places[index - 1] ?? -1));
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
    const alone = { ...verdict, baseline: null };
    expect(renderHeadline({ ...alone, candidate: { ...alone.candidate, commit: null } })).toMatch(
      /no baseline was given/,
    );
    const lost = { ...alone, baselineLost: 'Release churn@1.0.0 is gone.' };
    expect(renderHeadline(lost)).toMatch(/what serves, which could not be compared with/);
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
    '0.001 (DeLong)',
    '🟢 better',
    '',
  ]);
});

it('shows no difference and no chart when nothing serves', () => {
  const first = metricRow({
    baseline: null,
    difference: null,
    settled: null,
    p: null,
    test: null,
    minimumDetectableEffect: null,
    decision: 'no-baseline',
  });
  const body = comment({ verdict: { ...verdict, baseline: null, metrics: [first] } });
  expect(body).toContain('0.8800 … 0.9200');
  expect(body).toContain('nothing serves yet');
  expect(body).not.toContain('| production');
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
  const points = [
    { step: 1, value: 1 },
    { step: 2, value: 2 },
  ];
  /** Every word that a pull request, a data set or a model may bring along. */
  const hostile = (text: string): VerdictReport => ({
    ...rich,
    run: {
      ...run,
      command: text,
      parameters: { [text]: text, other: text },
      metrics: [{ name: text, value: 1, history: points }],
      dataSets: run.dataSets.map((dataSet) => ({ ...dataSet, name: text, uri: text, revision: text })),
      environment: {
        ...run.environment,
        framework: text,
        device: text,
        lockFiles: [{ path: text, digest, bytes: 1 }],
      },
    },
    policyChanges: { files: [text], settings: [{ path: text, before: text, after: text }] },
    verdict: {
      ...rich.verdict,
      evaluation: { ...rich.verdict.evaluation, group: text, weight: text, provider: text, classes: { [text]: 2 } },
      interval: { ...rich.verdict.interval, method: text },
      metrics: Array.from({ length: 14 }, () => metricRow({ metric: text, method: text })),
      references: [{ name: text, digest, metrics: [metricRow({ metric: text })] }],
      rules: [
        ruleRow({ subject: text, status: 'fail', message: `${text} is 0.9.`.slice(0, 500) }),
        ...Array.from({ length: 9 }, () => ruleRow({ subject: text, message: text.slice(0, 500) })),
      ],
      slices: [200, 3].map((n) => ({ of: text, slice: text, n, metrics: [metricRow({ metric: text })] })),
      confusion: {
        classes: [text, 'other'],
        candidate: [
          [1, 2],
          [3, 4],
        ],
        baseline: null,
      },
      measurements: {
        ...MEASURED,
        fairness: MEASURED.fairness.map((fact) => ({
          ...fact,
          criterion: text,
          column: text,
          groups: [{ group: text, rows: 9, isCounted: false }],
        })),
        robustness: MEASURED.robustness.map((fact) => ({ ...fact, worstColumn: text })),
        leakage: { sharedRows: 0, changedFiles: [text], columns: [{ column: text, auc: 0.5 }] },
        documents: [{ document: text, isThere: true, fields: [text] }],
        expectations: MEASURED.expectations.flatMap((fact) => [
          {
            ...fact,
            path: text,
            open: fact.open.map((one) => ({
              ...one,
              type: text,
              columns: [text, text],
              sentence: text.slice(0, 600),
              file: text,
            })),
          },
          { ...fact, path: text, open: [], unread: text.slice(0, 500) },
        ]),
      },
    },
  });

  it.each(HOSTILE)('%s', (_, text) => {
    const body = comment(hostile(text));
    expect(body).not.toMatch(/@octo/);
    const html = visibleHtml(body);
    expect(html).not.toMatch(/<(script|img|h1|b)\b|href=/i);
    // Every row of every table has as many cells as its head, and nothing became a heading but ours.
    const tables = html.split('<table>').slice(1);
    expect(tables).toHaveLength(16);
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
    const body = comment({ run: { ...run, parameters }, baselineRun: { ...run, parameters: {} } });
    expect(body.length).toBeLessThanOrEqual(COMMENT_MAX_CHARACTERS);
    expect(body).toContain('`/promote staging`');
  });

  it('with thousands of metrics and rules', () => {
    const metrics = crowd.map((index) => metricRow({ metric: `metric_${index}` }));
    const rules = crowd.map((index) => ruleRow({ subject: `metric_${index}`, message: 'm'.repeat(500) }));
    const body = comment({ verdict: { ...verdict, metrics, rules } });
    expect(body.length).toBeLessThanOrEqual(COMMENT_MAX_CHARACTERS);
    expect(body).toMatch(/^## ✅ churn.* may ship/m);
  });
});

describe('parameters beside those of production', () => {
  const parametersOf = (parameters: RunRecord['parameters'], before: RunRecord['parameters']) =>
    comment({ run: { ...run, parameters }, baselineRun: { ...run, parameters: before } });

  it('may be called as what every object has', () => {
    expect(parametersOf({ constructor: 1, toString: 'x' }, {})).toMatch(/`constructor` +\| `1` +\| — /);
    expect(parametersOf({}, { valueOf: 2 })).toMatch(/`valueOf` +\| — +\| `2` /);
  });

  it('differ also where the table cuts them', () => {
    const long = 'x'.repeat(300);
    expect(parametersOf({ path: `${long}a` }, { path: `${long}b` })).toContain('1 of 1 parameters differ');
  });
});

const order = (body: string, ...words: readonly string[]) => words.map((word) => body.indexOf(word));

describe('a section reads from what decides to what only some unfold', () => {
  const body = comment(rich);

  it('in this order', () => {
    const places = order(
      body,
      '## ❌ churn must not ship',
      '> [!CAUTION]',
      '| metric ',
      '4 more metrics',
      '| rule ',
      '10 rules pass',
      '**Next:**',
      'Slices: 9',
      'Curves: ROC',
      'Confusion matrix at threshold 0.5',
      'Latency and throughput',
      'Measurements:',
      "Against the base branch's newest release",
      '2 of 3 parameters differ',
      'The data differs from production in 2 of 3 facts',
      'The environment differs from production in 4 of 6 facts',
      'Seeds:',
      'Training history',
      '<sub>Recomputed by the gate',
    );
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((left, right) => left - right));
  });

  it('with metrics that rules decide on first, and the rules that do not pass before the others', () => {
    expect(order(body, '`accuracy` ↑', '`log_loss` ↓', '`f1` ↑', '`roc_auc` ↑', '`recall` ↑')).toSatisfy(isAscending);
    expect(order(body, '❌ fail', '❔ cannot tell', '⚠️ warn', '✅ pass')).toSatisfy(isAscending);
  });

  it('with p after Holm where it was corrected', () => {
    expect(body).toMatch(/`f1` ↑ .*0\.004 \(bootstrap t, Holm\)/);
    expect(body).toMatch(/`recall` ↑ .*\| +0\.001 \(bootstrap t\) \|/);
  });

  it('with mean and spread over the seeds, effective rows and the test of each metric', () => {
    expect(body).toMatch(/`f1` +\| 0\.8970 ± 0\.0041 \| 5 seeds/);
    expect(body).toMatch(/`f1` ↑ +\| 0\.9000 \(mean of 5 seeds\) \|/);
    expect(body).toMatch(/`roc_auc` .*0\.9000 \(0\.8800 … 0\.9200\) \|.* 1,250 \| +1,250 \| +±0\.0200 \| DeLong/);
    expect(body).toContain(
      '"Holm" is corrected over the 3 metrics that rules decide on; p of the others is not corrected.',
    );
    expect(body).toContain('Intervals by paired bootstrap (percentile), 2,000 replicates, seed 7.');
  });

  it('with all of it in the summary of the job, without the marks of a comment', () => {
    const summary = renderVerdictSummary(rich);
    expect(summary).toContain('Training history');
    expect(summary).not.toContain('<!--');
  });
});

describe('what is no binary classification reads as what it is', () => {
  const base = rich.verdict;
  const large = metricRow({
    metric: 'root_mean_squared_error',
    higherIsBetter: false,
    candidate: { value: 15234.2, low: 15011.4, high: 15460.1 },
    baseline: { value: 15301.9, low: 15080.2, high: 15522.3 },
    difference: { value: -67.7, low: -120.3, high: -15.2 },
  });
  const none = { positives: null, threshold: null, thresholdFrom: null, classes: {} };
  const evaluation = { ...base.evaluation, ...none };
  const judged = (changes: Partial<VerdictReport['verdict']>) =>
    comment({ ...rich, verdict: { ...base, curves: null, confusion: null, evaluation, rules: [], ...changes } });

  it('a regression, in the unit of its target', () => {
    const body = judged({ task: 'regression', metrics: [large], slices: [] });
    expect(body).toMatch(/\| +15,234 \| +15,302 \| +−68 \| +−120 … −15 +\|/);
    expect(body).toContain('predictions move by more than');
    expect(body).not.toMatch(/[Pp]ositive|[Tt]hreshold|flip|Confusion|ROC/);
  });

  it('a ranking', () => {
    const body = judged({ task: 'ranking', metrics: [metricRow({ metric: 'ndcg@10' })], slices: [] });
    expect(body).toContain('`ndcg@10` ↑');
    expect(body).not.toMatch(/[Pp]ositive|[Tt]hreshold|Confusion|ROC/);
  });

  it('a binary verdict, with the class that counts as positive', () => {
    const body = comment({ ...rich, verdict: { ...base, evaluation: { ...base.evaluation, positive: 'ye|s' } } });
    expect(body).toContain(`(${base.evaluation.positives} positive: \`ye¦s\`)`);
  });

  it('a multiclass verdict, with its classes', () => {
    const classes = { setosa: 50, versicolor: 49, virginica: 51 };
    const candidate = [
      [50, 0, 0],
      [0, 46, 3],
      [0, 4, 47],
    ];
    const confusion = { classes: Object.keys(classes), candidate, baseline: null };
    const body = judged({ task: 'multiclass-classification', evaluation: { ...evaluation, classes }, confusion });
    expect(body).toContain('(3 classes: `virginica` 51, `setosa` 50, `versicolor` 49)');
    expect(body).toMatch(/is `versicolor` \| +0 \(0\.0 %\) \| +\*\*46 \(93\.9 %\)\*\* \| +3 \(6\.1 %\)/);
    expect(body).not.toMatch(/[Pp]ositive|[Tt]hreshold 0|ROC/);
  });
});
