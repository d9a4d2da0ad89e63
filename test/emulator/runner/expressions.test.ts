// biome-ignore-all lint/suspicious/noTemplateCurlyInString: GitHub's expressions are what this is about.
import { evaluate, interpolate, isTrue, type Scope } from '@tidegate/emulator/runner/expressions';
import { describe, expect, it } from 'vitest';

const scope: Scope = {
  contexts: {
    github: { ref: 'refs/heads/main', event: { pull_request: { number: 7, labels: [{ name: 'a' }, { name: 'b' }] } } },
    matrix: { size: 64 },
    needs: { train: { result: 'success', outputs: { model: 'churn' } } },
    env: { LEVEL: 'high' },
  },
  status: { success: true, failure: false, cancelled: false },
  hashFiles: (patterns) => `hash of ${patterns.join('+')}`,
};

describe('evaluate', () => {
  it.each([
    ["github.ref == 'refs/heads/main'", true],
    ["github.ref == 'REFS/HEADS/MAIN'", true],
    ['github.event.pull_request.number + 0', 'refused'],
    ['github.event.pull_request.labels.*.name', ['a', 'b']],
    ["contains(github.event.pull_request.labels.*.name, 'b')", true],
    ["startsWith(github.ref, 'refs/') && endsWith(github.ref, 'main')", true],
    ["format('{0} at {1}', needs.train.outputs.model, matrix.size)", 'churn at 64'],
    ["join(fromJSON('[1,2]'), '-')", '1-2'],
    ['fromJSON(toJSON(matrix)).size', 64],
    ['matrix.nothing.at.all', null],
    ["env.LEVEL || 'low'", 'high'],
    ["matrix.none || 'low'", 'low'],
    ['always() && !cancelled() && !failure()', true],
    ["hashFiles('**/a', 'b')", 'hash of **/a+b'],
    ['secrets.TOKEN', 'refused'],
    ['shout(matrix.size)', 'refused'],
    ['github.ref ==', 'refused'],
  ])('%s → %j', (expression, expected) => {
    const run = () => evaluate(expression, scope);
    if (expected === 'refused') expect(run).toThrow(expect.objectContaining({ code: 'workflow-unsupported' }));
    else expect(run()).toEqual(expected);
  });

  it('names the expression that it refuses', () => {
    expect(() => evaluate('shout(1)', scope)).toThrow(/"shout\(1\)": .*shout/);
  });
});

describe('interpolate', () => {
  it.each([
    ['${{ matrix.size }}', 64],
    ['size ${{ matrix.size }} of ${{ needs.train.outputs.model }}', 'size 64 of churn'],
    ['${{ matrix.size }}${{ matrix.size }}', '6464'],
    ["${{ format('{{0}} {0}', 1) }}", '{0} 1'],
    ['plain', 'plain'],
  ])('%s → %j', (text, expected) => {
    expect(interpolate(text, scope)).toEqual(expected);
  });
});

describe('isTrue', () => {
  const failed: Scope = { ...scope, status: { success: false, failure: true, cancelled: false } };
  it.each([
    [undefined, true, false],
    [true, true, false],
    ["env.LEVEL == 'high'", true, false],
    ["${{ env.LEVEL == 'high' }}", true, false],
    ['always()', true, true],
    ['failure()', false, true],
    ["failure() && env.LEVEL == 'low'", false, false],
    ['!cancelled()', true, true],
    ["''", false, false],
  ])('%j is %j after success and %j after a failure', (condition, afterSuccess, afterFailure) => {
    expect(isTrue(condition, scope)).toBe(afterSuccess);
    expect(isTrue(condition, failed)).toBe(afterFailure);
  });
});
