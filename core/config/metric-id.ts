import { closest } from './closest.ts';
import {
  AVERAGES,
  type Average,
  METRIC_SHAPES,
  type MetricName,
  type MetricShape,
  type Strategy,
} from './metric-shapes.ts';
import type { Task } from './task.ts';

/** A metric as verdicts name it: `f1_macro`, `roc_auc_ovo_weighted`, `fbeta@2`, `ndcg@10`. */
export interface MetricId {
  readonly id: string;
  readonly name: MetricName;
  readonly strategy: Strategy | undefined;
  readonly average: Average | undefined;
  readonly parameter: number | undefined;
}

/** Parses the id of a metric for a task; the other form says what is wrong with it, to follow "expected". */
export function parseMetricId(id: string, task: Task): MetricId | { readonly expected: string } {
  const match = /^([a-z0-9_]+?)(?:_(ovr|ovo))?(?:_(macro|micro|weighted))?(?:@([0-9]+(?:\.[0-9]+)?))?$/.exec(id);
  const [, name, strategy, average, number] = match ?? [];
  if (name === undefined || !isMetricName(name)) {
    const known = namesFor(task);
    const near = closest(id.split('@')[0] ?? '', known);
    return { expected: near ? `a metric such as ${JSON.stringify(near)}` : `a metric of ${task}: ${known.join(', ')}` };
  }
  const shape: MetricShape = METRIC_SHAPES[name];
  if (!shape.tasks.includes(task)) return { expected: `a metric of ${task}: ${namesFor(task).join(', ')}` };
  const isAveraged = shape.averagedFor?.includes(task) ?? false;
  const hasStrategy = shape.hasStrategy === true && task === 'multiclass-classification';
  if (isAveraged && average === undefined)
    return { expected: `an average: ${AVERAGES.map((each) => `${name}_${each}`).join(', ')}` };
  if (hasStrategy && strategy === undefined) return { expected: `${name}_ovr or ${name}_ovo` };
  if (!hasStrategy && strategy !== undefined) return { expected: `${name} without _${strategy}` };
  if (!isAveraged && !hasStrategy && average !== undefined) return { expected: `${name} without _${average}` };
  if (strategy === 'ovo' && average === 'micro') return { expected: `${name}_ovo_macro or ${name}_ovo_weighted` };
  const parameter = number === undefined ? shape.parameter?.default : Number(number);
  if (!shape.parameter && number !== undefined) return { expected: `${name} without @${number}` };
  if (shape.parameter && (parameter === undefined ? name === 'fbeta' : !shape.parameter.isValid(parameter)))
    return { expected: `${name}@${shape.parameter.name} with a possible ${shape.parameter.name}` };
  return { id, name, strategy: asStrategy(strategy), average: asAverage(average, hasStrategy), parameter };
}

function isMetricName(name: string): name is MetricName {
  return Object.hasOwn(METRIC_SHAPES, name);
}

function namesFor(task: Task): string[] {
  return Object.entries<MetricShape>(METRIC_SHAPES).flatMap(([name, { tasks }]) =>
    tasks.includes(task) ? [name] : [],
  );
}

function asStrategy(text: string | undefined): Strategy | undefined {
  return text === 'ovr' || text === 'ovo' ? text : undefined;
}

function asAverage(text: string | undefined, hasStrategy: boolean): Average | undefined {
  return AVERAGES.find((average) => average === text) ?? (hasStrategy ? 'macro' : undefined);
}
