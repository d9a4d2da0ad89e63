import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findModel, parseConfig } from '@tidegate/core/config/parse-config';
import { trainingSeeds } from '@tidegate/core/config/training-seeds';
import { OperatorError } from '@tidegate/core/errors';
import { describe, expect, it } from 'vitest';

const valid = readFileSync(join(import.meta.dirname, '../../../templates/churn/tidegate.yml'), 'utf8');
const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;

function mistakesOf(text: string): { readonly lines: readonly string[]; readonly error: OperatorError } {
  try {
    parseConfig(text);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    expect(error.code).toBe('config-invalid');
    return { lines: error.message.split('\n'), error };
  }
  throw new Error('was accepted');
}

it('reads the template and fills in what was left out', () => {
  const model = findModel(parseConfig(valid), 'churn');
  expect(model.evaluation).toMatchObject({ replicates: 2000, seed: 7, confidence: 0.95, threshold: 0.5 });
  expect(model.environments.map(({ name, promote, after }) => [name, promote, after])).toEqual([
    ['staging', 'write', undefined],
    ['production', 'maintain', 'staging'],
  ]);
});

it.each([
  ['seed: 9', [9]],
  ['timeout-minutes: 1', [7]],
  ['seeds: [11, 8, 9]', [11, 8, 9]],
])('trains with the seeds that are named: %s', (training, seeds) => {
  expect(trainingSeeds(findModel(parseConfig(valid.replace('seed: 7', training)), 'churn').training)).toEqual(seeds);
});

describe('mistakes name line, path, value, what was expected and what to do', () => {
  it.each([
    [
      'unknown key',
      'licence:',
      'license:',
      'license: Apache',
      'models.churn.license: unknown key. Did you mean "licence"?',
    ],
    [
      'unknown key without a likeness',
      'licence:',
      'zzzzzzzzzz:',
      'zzzzzzzzzz',
      'models.churn.zzzzzzzzzz: unknown key. Remove it',
    ],
    [
      'a time that is none',
      'path: data/churn.csv',
      'query-timeout-minutes: 0.0000001\n      path: data/churn.csv',
      'query-timeout-minutes',
      'models.churn.data.query-timeout-minutes: expected a number ≥ 0.02, got 1e-7',
    ],
    [
      'unknown version',
      'version: 1',
      'version: 2',
      'version: 2',
      'version: expected 1, got 2. This Tidegate reads version 1 only',
    ],
    ['version that is missing', 'version: 1\n', '', '# Who', 'version: expected 1, it is missing. Write `version: 1`.'],
    [
      'percent',
      'margin: 0.02',
      'margin: 2%',
      'margin: 2%',
      'models.churn.gate[1].margin: expected a number, got "2%". Write 0.02 for 2 points.',
    ],
    [
      'number too small',
      'margin: 0.02',
      'margin: -1',
      'margin: -1',
      'models.churn.gate[1].margin: expected a number ≥ 0, got -1',
    ],
    [
      'unknown rule',
      'kind: threshold',
      'kind: treshold',
      'kind: treshold',
      'got "treshold". Did you mean "threshold"?',
    ],
    [
      'unknown metric',
      'metric: roc_auc',
      'metric: auc',
      'metric: auc',
      'models.churn.gate[0].metric: expected a metric such as "roc_auc", got "auc"',
    ],
    [
      'a metric of another task',
      'metric: roc_auc',
      'metric: r2',
      'metric: r2',
      'models.churn.gate[0].metric: expected a metric of binary-classification: accuracy, ',
    ],
    [
      'a metric with an average that it does not take',
      '    evaluation:\n',
      '    evaluation:\n      metrics: [f1_macro]\n',
      'metrics: [f1_macro]',
      'models.churn.evaluation.metrics[0]: expected f1 without _macro, got "f1_macro"',
    ],
    [
      'a metric of drift that the task has not',
      '    drift:\n',
      '    drift:\n      performance: { metric: acuracy, drop: 0.05 }\n',
      'metric: acuracy',
      'models.churn.drift.performance.metric: expected a metric such as "accuracy", got "acuracy"',
    ],
    [
      'a task without what it needs',
      'task: binary-classification',
      'task: ranking',
      'data:',
      'models.churn.data: expected query',
    ],
    [
      'a rule over a slice that is none',
      '    gate:\n',
      '    gate:\n      - { kind: slice, metric: f1, min: 0.1, slices: [international] }\n',
      'slices: [international]',
      'models.churn.gate[0].slices[0]: no slice is called "international". Did you mean "international_plan"?',
    ],
    [
      'whole number',
      'seed: 7',
      'seed: 1.5',
      'seed: 1.5',
      'models.churn.training.seed: expected a whole number, got 1.5',
    ],
    [
      'one seed and several',
      'seed: 7',
      'seed: 7\n      seeds: [7, 8]',
      'seeds: [7, 8]',
      'models.churn.training.seeds: expected either seed or seeds. Keep seeds, whose first is the candidate, or seed alone.',
    ],
    [
      'a seed that is there twice',
      'seed: 7',
      'seeds: [7, 8, 7]',
      'seeds: [7, 8, 7]',
      'models.churn.training.seeds[2]: 7 is there twice. Keep it once.',
    ],
    [
      'a list of one seed',
      'seed: 7',
      'seeds: [7]',
      'seeds: [7]',
      'models.churn.training.seeds: expected a list with a length ≥ 2',
    ],
    [
      'more seeds than are trained',
      'seed: 7',
      'seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]',
      'seeds: [1,',
      'models.churn.training.seeds: expected a list with a length ≤ 10',
    ],
    [
      'a seed that is no seed',
      'seed: 7',
      'seeds: [7, -1]',
      'seeds: [7',
      'models.churn.training.seeds[1]: expected a number ≥ 0, got -1',
    ],
    [
      'path that leaves the repository',
      'path: data/churn.csv',
      'path: ../churn.csv',
      'path: ../churn.csv',
      'models.churn.data.path: expected a path inside the repository, got "../churn.csv"',
    ],
    [
      'URL',
      'http://127.0.0.1:8101',
      'file:///etc/passwd',
      'file:///etc/passwd',
      'models.churn.environments[0].url: expected a URL',
    ],
    [
      'environment order',
      'after: staging',
      'after: stagging',
      'after: stagging',
      'expected an environment listed before this one (staging), got "stagging"',
    ],
    [
      'target among the features',
      '[area_code,',
      '[churn, area_code,',
      'features:',
      'holds the target "churn". Remove it',
    ],
    [
      'column listed twice',
      '[area_code,',
      '[area_code, account_length,',
      'features:',
      'column "account_length" is listed twice',
    ],
    [
      'a threshold that is neither a number nor a way to choose one',
      '    evaluation:\n',
      '    evaluation:\n      threshold: auto\n',
      'threshold: auto',
      'models.churn.evaluation.threshold: expected a number or a mapping with choose and on, got "auto".',
    ],
    [
      'a way to choose a threshold that misses a part',
      '    evaluation:\n',
      '    evaluation:\n      threshold: { choose: f1 }\n',
      'threshold: {',
      'models.churn.evaluation.threshold.on: expected one of "training", "validation", it is missing.',
    ],
    [
      'a threshold out of range',
      '    evaluation:\n',
      '    evaluation:\n      threshold: 1.5\n',
      'threshold: 1.5',
      'models.churn.evaluation.threshold: expected a number < 1, got 1.5.',
    ],
    [
      'zero-division',
      '    evaluation:\n',
      '    evaluation:\n      zero-division: warn\n',
      'zero-division: warn',
      'models.churn.evaluation.zero-division: expected 0 or 1, got "warn".',
    ],
    [
      'a parameter that is no plain value',
      'epochs: 6',
      'epochs: { first: 6 }',
      'epochs: {',
      'models.churn.training.parameters.epochs: expected a number, text, true or false or a list, got {"first":6}.',
    ],
  ])('%s', (_, from, to, at, expected) => {
    const text = valid.replace(from, to);
    const { lines } = mistakesOf(text);
    const line = lines.find((candidate) => candidate.includes(expected));
    expect(lines.join('\n')).toContain(expected);
    expect(line).toMatch(new RegExp(`^tidegate.yml:${lineOf(text, at)} `));
  });

  it('reports all at once, in the order of the file', () => {
    const text = valid
      .replace('licence:', 'license:')
      .replace('margin: 0.02', 'margin: 2%')
      .replace('seed: 7', 'seed: x');
    const { lines, error } = mistakesOf(text);
    expect(lines).toHaveLength(3);
    expect(lines.map((line) => Number(/:(\d+) /.exec(line)?.[1]))).toEqual([6, 10, 62]);
    expect(error.hint).toContain('Mend all 3');
  });
});

describe('nonsense that no field shows alone', () => {
  const GATE = '    gate:\n';
  const rule = (text: string) => `${GATE}      - { ${text} }\n`;
  it.each([
    [
      'a bound on the wrong side',
      GATE,
      rule('kind: threshold, metric: roc_auc, max: 0.9'),
      'gate[0].max: roc_auc is better the higher it is, so max: 0.9 would fail the better models. Write min instead',
    ],
    [
      'the same for a loss',
      GATE,
      rule('kind: threshold, metric: log_loss, min: 0.9'),
      'gate[0].min: log_loss is better the lower it is',
    ],
    [
      'the same in slices',
      GATE,
      rule('kind: slice, metric: accuracy, max: 0.9'),
      'gate[0].max: accuracy is better the higher it is',
    ],
    [
      'points instead of a share',
      GATE,
      rule('kind: threshold, metric: accuracy, min: 75'),
      'gate[0].min: expected a number from 0 to 1, as accuracy is, got 75. Write 0.75 for 75 %.',
    ],
    [
      'a bound below any loss',
      GATE,
      rule('kind: threshold, metric: log_loss, max: -1'),
      'gate[0].max: expected a number of at least 0, as log_loss is, got -1.',
    ],
    [
      'a margin that nothing exceeds',
      GATE,
      rule('kind: non-inferior, metric: roc_auc, margin: 2'),
      'gate[0].margin: expected at most 1, as two values of roc_auc never differ by more, got 2. Write 0.02 for 2 %.',
    ],
    [
      'a gap of points',
      GATE,
      rule('kind: slice, metric: matthews_corrcoef, max-gap: 5'),
      'gate[0].max-gap: expected at most 2',
    ],
    [
      'a fairness of points',
      GATE,
      rule('kind: fairness, criterion: equalized_odds_difference, column: area_code, max: 10'),
      'gate[0].max: expected at most 1, the largest difference of two shares, got 10. Write 0.1 for 10 %.',
    ],
    [
      'a sample size that asks for nothing',
      GATE,
      rule('kind: sample-size'),
      'gate[0]: expected min-rows, min-per-class or both',
    ],
    [
      'cuts that fall',
      'bins: [150, 200]',
      'bins: [200, 150, 150]',
      'evaluation.slices[1].bins: expected cuts that ascend, each once, got 150 after 200. Write [150, 200].',
    ],
    ['cuts that are there twice', 'bins: [150, 200]', 'bins: [150, 150]', 'got 150 after 150. Write [150].'],
    [
      'two slices of one name',
      'name: day minutes',
      'name: international_plan',
      'evaluation.slices[1]: slice "international_plan" is there twice',
    ],
    [
      'confidence of 95',
      '    evaluation:\n',
      '    evaluation:\n      confidence: 95\n',
      'evaluation.confidence: expected a number < 1, got 95. Write 0.95 for 95 %.',
    ],
    [
      'segments of people',
      'environment: production',
      'private: true\n      segments: [plan]',
      'drift.private: expected no segments: they may be of few people. Remove drift.segments, or private.',
    ],
    ['an alpha of nothing', 'environment: production', 'alpha: 0', 'drift.alpha: expected a number > 0, got 0.'],
    [
      'windows that are never full',
      'environment: production',
      'min-rows: 5000',
      'drift.min-rows: expected at most window-rows, else no window is ever large enough, got 5000 of 1000.',
    ],
    [
      'an environment that is none',
      'environment: production',
      'environment: stagging',
      'drift.environment: no environment is called "stagging". Did you mean "staging"?',
    ],
    [
      'an own metric with a name of ours',
      '    evaluation:\n',
      '    evaluation:\n      own-metrics: [{ name: f1, command: x }]\n',
      'own-metrics[0].name: "f1" is a metric of Tidegate already',
    ],
    [
      'an answer that YAML reads as a truth value',
      'positive: "yes"',
      'positive: true',
      'data.positive: expected text, got true. Put it into quotes: "true".',
    ],
  ])('%s', (_, from, to, expected) => {
    const { lines } = mistakesOf(valid.replace(from, to));
    expect(lines).toEqual([expect.stringContaining(expected)]);
  });

  it.each(['./data/churn.csv', 'data//churn.csv', 'data/./churn.csv', 'data/churn.csv/', '.'])(
    'refuses %s for a path: a pull request would change the file under another name',
    (path) => {
      const { lines } = mistakesOf(valid.replace(/path: .*/, `path: ${path}`));
      expect(lines).toEqual([expect.stringContaining('write data/file.csv for ./data//file.csv')]);
    },
  );

  it('does not judge the bounds of an own metric whose direction is not said', () => {
    const own = (more: string) =>
      valid
        .replace('    evaluation:\n', `    evaluation:\n      own-metrics: [{ name: profit, command: x${more} }]\n`)
        .replace(GATE, rule('kind: threshold, metric: profit, max: 900'));
    expect(parseConfig(own('')).version).toBe(1);
    expect(mistakesOf(own(', higher-is-better: true')).lines).toEqual([expect.stringContaining('Write min instead')]);
  });
});

describe('hostile text', () => {
  it.each([
    ['no YAML', 'version: [1', 'Mend the YAML'],
    ['a key twice', 'version: 1\nversion: 1\nmodels: {}', 'unique'],
    ['nothing', '', 'expected a mapping'],
    ['no model', 'version: 1\nmodels: {}', 'at least one model'],
    [
      'aliases that expand',
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [${'*a,'.repeat(9)}]\nc: &c [${'*b,'.repeat(9)}]\nd: [${'*c,'.repeat(9)}]`,
      'aliases',
    ],
    ['an alias inside what it names', 'version: 1\nmodels: &a\n  churn: *a\n', 'stands inside what it names'],
  ])('%s', (_, text, expected) => {
    expect(mistakesOf(text).lines.join('\n')).toContain(expected);
  });

  it('does not find inherited names as models', () => {
    expect(() => findModel(parseConfig(valid), 'constructor')).toThrow('has no model "constructor"');
  });
});

describe('a hostile tidegate.yml', () => {
  it('is not read when it is long: it would keep the bot busy for minutes', () => {
    const { lines } = mistakesOf(Array.from({ length: 100_000 }, (_, index) => `k${index}: 1\n`).join(''));
    expect(lines).toEqual([expect.stringContaining('tidegate.yml:1 has 988890 characters; at most 65536 are read')]);
  });

  it.each([
    ['models', (index: number) => `  m${index}: 1\n`],
    ['unknown keys', (index: number) => `  "${index}": {}\n`],
    ['broken lines', () => 'a: b: c\n'],
  ])('tells of a hundred %s, not of thousands', (_, line) => {
    const { lines } = mistakesOf(
      `version: 1\nmodels:\n${Array.from({ length: 2000 }, (_, index) => line(index)).join('')}`,
    );
    expect(lines).toHaveLength(100);
  });
});
