import { parseMetricId } from '@tidegate/core/config/metric-id';
import {
  AVERAGES,
  DEFAULT_METRICS,
  METRIC_SHAPES,
  type MetricName,
  type MetricShape,
} from '@tidegate/core/config/metric-shapes';
import { Task } from '@tidegate/core/config/task';
import { METRICS } from '@tidegate/core/evaluation/metrics';
import { dividesByZero, nameTest } from './probe-metrics.ts';

const SHAPES = Object.entries<MetricShape>(METRIC_SHAPES);

/** docs/metrics.md: every metric, read from the metrics' own definitions and from what they and their tests answer. */
export function renderMetricsDocument(): string {
  return `# Metrics

Written by \`npm run docs\` from \`core/config/metric-shapes.ts\` and \`core/evaluation/metrics/\`. These names go into \`evaluation.metrics\` and
into the \`metric\` of a rule in [tidegate.yml](config.md), and into \`tidegate evaluate --metrics\`. Beside them there are
\`evaluation.own-metrics\`: a command of yours that reads the predictions.

How a name is written:
- \`_macro\`, \`_micro\`, \`_weighted\`: the mean over classes, the sum of their counts, the mean by how many rows they have: \`f1_macro\`.
- \`_ovr\`, \`_ovo\`: each class against the rest, or every pair; alone they are macro: \`roc_auc_ovr\`, \`roc_auc_ovo_weighted\`.
- \`@\` and a number: \`fbeta@2\`, over classes \`fbeta_macro@2\`; \`ndcg@10\` looks at the first ten rows. Without it the default below counts.

The *p* of a difference is that of the test in the tables, corrected by Holm over the metrics that rules decide on. With sample weights,
groups or several seeds it is that of the paired bootstrap, as where the table says so. Intervals are the bootstrap's in any case.

${Task.options.map(renderTask).join('\n\n')}

## What they are

\`y\` is the truth, \`predicted\` the decisions or values, \`scores\` the probabilities. All take \`sample_weight\`, and an average is scikit-learn's
\`average="macro"\`, \`_ovr\` its \`multi_class="ovr"\`. "zero_division" are those that \`evaluation.zero-division\` decides where they
would divide by zero.

| metric | is | in \`sklearn.metrics\` | after \`@\` | zero_division |
| --- | --- | --- | --- | --- |
${SHAPES.map(([name, shape]) => renderMeaning(METRICS[name as MetricName], shape)).join('\n')}
`;
}

function renderTask(task: Task): string {
  const rows = SHAPES.filter(([, { tasks }]) => tasks.includes(task)).map(([name, shape]) => {
    const [least, largest] = shape.range;
    const range = `${Number.isFinite(least) ? least : 'any'} to ${Number.isFinite(largest) ? largest : 'any'}`;
    const written = idsOf(name, shape, task);
    const better = shape.higherIsBetter ? 'higher' : 'lower';
    return `| ${written.map((id) => `\`${id}\``).join(', ')} | ${better} | ${range} | ${nameTest(written[0] ?? name, task)} |`;
  });
  return `## ${task}

Measured by default: ${DEFAULT_METRICS[task].map((id) => `\`${id}\``).join(', ')}.

| written as | better | range | p of the difference |
| --- | --- | --- | --- |
${rows.join('\n')}`;
}

/** All names that the parser takes for a task. */
function idsOf(name: string, { parameter }: MetricShape, task: Task): readonly string[] {
  const ends = ['', ...AVERAGES.map((average) => `_${average}`)];
  const heads = ['', '_ovr', '_ovo'].flatMap((strategy) => ends.map((end) => `${name}${strategy}${end}`));
  const number = parameter ? `@${parameter.default ?? EXAMPLES[parameter.name] ?? 1}` : '';
  return heads.map((head) => `${head}${number}`).filter((id) => !('expected' in parseMetricId(id, task)));
}

/** Numbers for parameters without a default. */
const EXAMPLES: Readonly<Record<string, number>> = { beta: 2, k: 10 };

function renderMeaning(family: (typeof METRICS)[MetricName], { parameter }: MetricShape): string {
  const { name, summary, sklearn } = family;
  const number = !parameter
    ? ''
    : parameter.default !== undefined
      ? `${parameter.name}, ${parameter.default} by default`
      : name === 'fbeta'
        ? `${parameter.name}, required`
        : `${parameter.name}, all rows by default`;
  const cells = [
    `\`${name}\``,
    summary,
    sklearn ? `\`${sklearn}\`` : 'not there',
    number,
    dividesByZero(name) ? 'yes' : '',
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
