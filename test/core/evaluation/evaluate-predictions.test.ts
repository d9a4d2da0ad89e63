import { Evaluation as Settings } from '@tidegate/core/config/evaluation';
import { parseMetricId } from '@tidegate/core/config/metric-id';
import { METRIC_SHAPES } from '@tidegate/core/config/metric-shapes';
import type { Task } from '@tidegate/core/config/task';
import { parseTable } from '@tidegate/core/data/parse-table';
import { parseDocument, renderDocument } from '@tidegate/core/document';
import { evaluatePredictions } from '@tidegate/core/evaluation/evaluate-predictions';
import { EVALUATION } from '@tidegate/core/evaluation/evaluation-document';
import type { PredictionColumns } from '@tidegate/core/evaluation/read-predictions';
import { describe, expect, it } from 'vitest';

const clock = { now: () => new Date(0), id: () => 'id' };
const table = (header: string, row: (index: number) => string, rows = 30) =>
  parseTable(
    new TextEncoder().encode(`${header}\n${Array.from({ length: rows }, (_, index) => row(index)).join('\n')}\n`),
    'd.csv',
  );

/** Every metric of the task, each in one spelling. */
const metricsOf = (task: Task) =>
  Object.keys(METRIC_SHAPES).flatMap((name) => {
    const spellings = ['', '@2', '_macro', '_macro@2', '_ovr'].map((ending) => `${name}${ending}`);
    return spellings.find((id) => !('expected' in parseMetricId(id, task))) ?? [];
  });

async function evaluate(
  columns: Partial<PredictionColumns> & Pick<PredictionColumns, 'task'>,
  read: ReturnType<typeof table>,
) {
  const settings = Settings.parse({ replicates: 100, metrics: metricsOf(columns.task) });
  const request = { table: await read, columns: { target: 'y', threshold: 0.5, ...columns }, settings, clock };
  // Through its JSON: NaN would come back as null, which no schema takes.
  return parseDocument(EVALUATION, renderDocument(await evaluatePredictions(request)), 'the document');
}

const BINARY = { task: 'binary-classification', positive: '1', scores: ['p'] } as const;
const REGRESSION = { task: 'regression', prediction: 'p', baselinePrediction: 'q' } as const;

describe('what says nothing still gives a document, with a number for every metric but those that are not defined', () => {
  it.each<[string, Parameters<typeof evaluate>[0], ReturnType<typeof table>, readonly string[]]>([
    ['constant scores', { ...BINARY, baselineScores: ['q'] }, table('y,p,q', (row) => `${row % 2},0.5,0.5`), []],
    ['scores that are certain', { ...BINARY, baselineScores: ['q'] }, table('y,p,q', (row) => `${row % 2},0,1`), []],
    ['two rows', BINARY, table('y,p', (row) => `${row},0.5`, 2), []],
    [
      'weights on one class',
      { ...BINARY, weight: 'y' },
      table('y,p', (row) => `${row % 2},0.5`),
      [
        'cohen_kappa: all 15 rows that count are of the positive class',
        'roc_auc: all 15 rows that count are of the positive class',
      ],
    ],
    ['five groups', { ...BINARY, group: 'g' }, table('y,p,g', (row) => `${row % 2},0.5,${row % 5}`), []],
    [
      'constant scores of several classes',
      { task: 'multiclass-classification', scores: ['a', 'b', 'c'] },
      table('y,a,b,c', (row) => `${'abc'[row % 3]},0.2,0.3,0.5`),
      [],
    ],
    [
      'scores of several labels',
      { task: 'multilabel-classification', scores: ['a', 'b'] },
      table('y,a,b', (row) => `${['a|b', 'a', ''][row % 3]},0.5,0.5`),
      [],
    ],
    ['constant values and truths', REGRESSION, table('y,p,q', () => '2,2,2'), []],
    [
      'constant values',
      REGRESSION,
      table('y,p,q', (row) => `${row},2,0`),
      ['mean_poisson_deviance: a prediction is not above 0'],
    ],
    ['one row', REGRESSION, table('y,p,q', () => '1,2,3', 1), ['r2: it takes two rows']],
    [
      'equal ranks',
      { task: 'ranking', query: 'g', scores: ['p'] },
      table('y,p,g', (row) => `${row % 3},0,${row % 5}`),
      [],
    ],
  ])('%s', async (_, columns, read, notDefined) => {
    const evaluation = await evaluate(columns, read);
    expect(evaluation.notDefined.map(({ metric, message }) => `${metric}: ${message}`)).toEqual(notDefined);
    expect(evaluation.metrics).toHaveLength(metricsOf(columns.task).length - notDefined.length);
  });

  it('roc_auc of constant scores is 0.5', async () => {
    const { metrics } = await evaluate(
      BINARY,
      table('y,p', (row) => `${row % 2},0.5`),
    );
    expect(metrics.find(({ metric }) => metric === 'roc_auc')?.candidate.value).toBe(0.5);
  });

  it('predictions may all be of one class', async () => {
    const columns = { task: 'multiclass-classification', prediction: 'k', metrics: ['accuracy'] } as const;
    const request = {
      table: await table('y,k', (row) => `${'abc'[row % 3]},a`),
      columns: { target: 'y', threshold: 0.5, ...columns },
      settings: Settings.parse({ replicates: 100, metrics: ['accuracy'] }),
      clock,
    };
    expect((await evaluatePredictions(request)).metrics[0]?.candidate.value).toBeCloseTo(1 / 3);
  });
});

describe('predictions are refused', () => {
  it.each<[string, Parameters<typeof evaluate>[0], ReturnType<typeof table>, RegExp]>([
    [
      'of a class that is none of the target',
      { task: 'multiclass-classification', prediction: 'k' },
      table('y,k', (row) => `${'abc'[row % 3]},${row === 4 ? 'd' : 'a'}`),
      /^d\.csv:6 prediction "d" is no class of the target \(a, b, c\)\.$/,
    ],
    [
      'of the int64 beside that of the target',
      { task: 'binary-classification', positive: '9007199254740993', prediction: 'k' },
      table('y,k', (row) => `${row % 2 === 0 ? '9007199254740993' : '1'},${row === 2 ? '9007199254740992' : '1'}`),
      /^d\.csv:4 prediction "9007199254740992" is no class/,
    ],
    [
      'of four groups',
      { ...BINARY, group: 'g' },
      table('y,p,g', (row) => `${row % 2},0.5,${row % 4}`),
      /makes 4 groups of the rows; at least 5 are needed/,
    ],
    ['below 0', BINARY, table('y,p', (row) => `${row % 2},${row === 3 ? -0.1 : 0.5}`), /^d\.csv:5 score "p" is -0\.1;/],
    [
      'of values that are all infinite',
      REGRESSION,
      table('y,p,q', () => '1,1e999,1'),
      /expected a number, got "1e999"/,
    ],
  ])('%s', async (_, columns, read, message) => {
    await expect(evaluate(columns, read)).rejects.toThrow(
      expect.objectContaining({ code: 'data-invalid', message: expect.stringMatching(message) }),
    );
  });
});

it.each(['multiclass-classification', 'binary-classification'] as const)(
  'a model whose probabilities are all a little too large is not better: %s',
  async (task) => {
    const isBinary = task === 'binary-classification';
    const classes = isBinary ? ['0', '1'] : ['0', '1', '2'];
    const rows = table(['y', ...classes.flatMap((name) => [`p${name}`, `q${name}`])].join(), (row) => {
      const own = 0.4 + (row % 7) / 20;
      const label = row % classes.length;
      const said = classes.map((_, index) => (index === label ? own : (1 - own) / (classes.length - 1)));
      return [label, ...said.flatMap((score) => [score * 1.00095, score])].join();
    });
    const scores = { scores: classes.map((name) => `p${name}`), baselineScores: classes.map((name) => `q${name}`) };
    const { metrics } = await evaluate({ task, classes, ...scores, ...(isBinary && { positive: '1' }) }, rows);
    const losses = metrics.filter(({ metric }) => metric === 'log_loss' || metric === 'brier_score');
    expect(losses).toHaveLength(2);
    for (const { difference, decision } of losses) {
      expect(Math.abs(difference?.value ?? 1)).toBeLessThan(1e-14);
      expect(decision).not.toBe('better');
    }
  },
);

it('a difference that would show is a number or none, however large the values are', () => {
  const settings = Settings.parse({ replicates: 100, metrics: ['mean_absolute_error'] });
  const columns = { target: 'y', threshold: 0.5, ...REGRESSION };
  return table('y,p,q', (row) => `0,${(row * 7) % 11}e200,${(row * 5) % 13}e200`).then(async (read) => {
    const [row] = (await evaluatePredictions({ table: read, columns, settings, clock })).metrics;
    expect(Number.isFinite(row?.difference?.value)).toBe(true);
    expect(row?.minimumDetectableEffect).toBeNull();
  });
});
