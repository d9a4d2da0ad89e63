import { GateRule, RULE_KINDS } from '@tidegate/core/config/gate-rules';
import { decideRules, explainRule, foldOutcome, RULES } from '@tidegate/core/gate/rules';
import { RuleRow, type RuleStatus } from '@tidegate/core/gate/verdict';
import { describe, expect, it } from 'vitest';
import { evidence, metricRow } from './rules/evidence.ts';

const POLICY = [
  { kind: 'threshold', metric: 'roc_auc', min: 0.8 },
  { kind: 'improves', metric: 'roc_auc' },
  { kind: 'non-inferior', metric: 'roc_auc', margin: 0.01 },
  { kind: 'regression', metric: 'roc_auc' },
  { kind: 'slice', metric: 'roc_auc', min: 0.7 },
  { kind: 'fairness', criterion: 'demographic_parity_ratio', column: 'sex', min: 0.8 },
  { kind: 'calibration', max: 0.05 },
  { kind: 'latency', max: 10 },
  { kind: 'throughput', min: 100 },
  { kind: 'memory', max: 500 },
  { kind: 'size', max: 10 },
  { kind: 'determinism' },
  { kind: 'parity' },
  { kind: 'signature' },
  { kind: 'robustness', perturbation: 'noise', max: 0.05 },
  { kind: 'leakage', check: 'shared-rows' },
  { kind: 'sample-size', 'min-rows': 100 },
  { kind: 'documents' },
  { kind: 'data-expectations' },
].map((settings) => GateRule.parse(settings));

describe.each(RULE_KINDS)('%s', (kind) => {
  const rule = RULES[kind];

  it('is the rule of its kind', () => expect(rule.kind).toBe(kind));

  it('explains itself by name in 3 to 8 sentences, with an example that the policy would take', () => {
    const example = /```yaml\n([\s\S]+?)```/.exec(rule.explanation)?.[1] ?? '';
    const prose = rule.explanation.replace(/```yaml[\s\S]+?```/, '');
    const sentences = prose.split(/[.!?](?=\s|$)/).filter((sentence) => sentence.trim() !== '');
    expect(prose).toContain(`\`${kind}\``);
    expect(sentences.length).toBeGreaterThanOrEqual(3);
    expect(sentences.length).toBeLessThanOrEqual(8);
    expect(example).toContain(`kind: ${kind}`);
  });

  it('names a source', () => expect(rule.source.length).toBeGreaterThan(20));

  it('is explained with both', () => {
    expect(explainRule(kind)).toContain(rule.explanation.trim());
    expect(explainRule(kind)).toContain(rule.source);
  });
});

it('explains no two kinds alike', () => {
  const explanations = RULE_KINDS.map((kind) => RULES[kind].explanation);
  expect(new Set(explanations).size).toBe(RULE_KINDS.length);
  expect(Object.keys(RULES).toSorted()).toEqual(RULE_KINDS.toSorted());
});

describe('decideRules', () => {
  it('gives one valid row a rule, in order, when nothing was measured', () => {
    const rows = decideRules(POLICY, evidence());
    expect(rows.map(({ index, rule }) => [index, rule])).toEqual(RULE_KINDS.map((kind, index) => [index, kind]));
    for (const row of rows) expect(() => RuleRow.parse(row), row.rule).not.toThrow();
  });

  it('passes no rule of measurements that are missing', () => {
    const measured = new Set(['memory', 'size', 'signature', 'sample-size']);
    const rows = decideRules(POLICY, evidence()).filter(({ rule }) => !measured.has(rule));
    expect(rows.map(({ status }) => status)).not.toContain('pass');
  });

  it('passes no rule that needs a baseline which is lost', () => {
    const lost = evidence({
      metrics: [metricRow('roc_auc', [0.9, 0.88, 0.92])],
      baseline: undefined,
      lostBaseline: 'its release was deleted',
    });
    const needy = POLICY.filter(({ kind }) => ['improves', 'non-inferior', 'regression', 'signature'].includes(kind));
    expect(decideRules(needy, lost).map(({ status, reason }) => [status, reason])).toEqual(
      needy.map(() => ['cannot-tell', 'baseline-lost']),
    );
  });

  it('numbers a subject that comes again in a kind', () => {
    const gate = [0.7, 0.8, 0.9].map((min) => GateRule.parse({ kind: 'threshold', metric: 'roc_auc', min }));
    const rows = decideRules(gate, evidence({ metrics: [metricRow('roc_auc', [0.85, 0.82, 0.88])] }));
    expect(rows.map(({ subject, status }) => [subject, status])).toEqual([
      ['roc_auc', 'pass'],
      ['roc_auc (2)', 'pass'],
      ['roc_auc (3)', 'fail'],
    ]);
  });

  it('cuts a message to what a verdict may hold', () => {
    const missing = Array.from({ length: 40 }, (_, index) => `${index}`.repeat(40));
    const gate = [
      GateRule.parse({ kind: 'documents', fields: missing }),
      GateRule.parse({ kind: 'slice', metric: 'm'.repeat(80), slices: missing, min: 0, max: 1 }),
    ];
    const documents = [{ document: 'MODEL_CARD.md', isThere: true, fields: [] }];
    for (const row of decideRules(gate, evidence({ documents }))) expect(() => RuleRow.parse(row)).not.toThrow();
  });
});

it.each<[readonly RuleStatus[], string]>([
  [['pass', 'warn', 'skipped'], 'pass'],
  [['pass', 'cannot-tell'], 'cannot-tell'],
  [['cannot-tell', 'fail'], 'fail'],
  [['warn', 'fail'], 'fail'],
  [['skipped'], 'pass'],
  [[], 'pass'],
])('folds %j to %s', (statuses, outcome) => {
  expect(foldOutcome(statuses.map((status) => ({ status })))).toBe(outcome);
});
