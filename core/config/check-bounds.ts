import type { GateRule } from './gate-rules.ts';
import { parseMetricId } from './metric-id.ts';
import { METRIC_SHAPES } from './metric-shapes.ts';
import type { Model } from './schema.ts';

type Add = (at: readonly PropertyKey[], text: string) => void;

/** What is known of a metric that a rule names. */
interface MetricFacts {
  readonly name: string;
  readonly higherIsBetter: boolean;
  readonly range: readonly [least: number, largest: number];
}

/** Bounds that no model can miss, or none can meet: a slip of the hand, which a gate would hide for months. */
export function checkBounds(model: Model, add: Add): void {
  model.gate.forEach((rule, index) => {
    const addAt = (key: string, text: string) => add(['gate', index, key], text);
    if (rule.kind === 'sample-size') checkSampleSize(rule, model, (key, text) => add(['gate', index, ...key], text));
    if (rule.kind === 'fairness' && rule.max !== undefined && rule.max > 1)
      addAt('max', `expected at most 1, the largest difference of two shares, got ${rule.max}.${percent(rule.max)}`);
    if (!('metric' in rule)) return;
    const metric = factsOf(rule.metric, model);
    if (!metric) return;
    checkDirection(rule, metric, addAt);
    checkRange(rule, metric, addAt);
  });
}

/** Undefined for what is no metric, which is told elsewhere, and for own metrics whose direction only their command knows. */
function factsOf(text: string, { task, evaluation }: Model): MetricFacts | undefined {
  const own = evaluation['own-metrics'].find(({ name }) => name === text);
  if (own) {
    const higherIsBetter = own['higher-is-better'];
    const range = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
    return higherIsBetter === undefined ? undefined : { name: text, higherIsBetter, range };
  }
  const id = parseMetricId(text, task);
  return 'expected' in id ? undefined : { ...METRIC_SHAPES[id.name], name: text };
}

type MetricRule = Extract<GateRule, { readonly metric: string }>;
type AddAt = (key: string, text: string) => void;

function checkDirection(rule: MetricRule, { name, higherIsBetter }: MetricFacts, add: AddAt): void {
  if (rule.kind !== 'threshold' && rule.kind !== 'slice') return;
  const [right, wrong] = higherIsBetter ? (['min', 'max'] as const) : (['max', 'min'] as const);
  const bound = rule[wrong];
  if (bound === undefined) return;
  const better = higherIsBetter ? 'higher' : 'lower';
  const advice = `Write ${right} instead: the value that a model must reach.`;
  add(wrong, `${name} is better the ${better} it is, so ${wrong}: ${bound} would fail the better models. ${advice}`);
}

const BOUNDS = ['min', 'max', 'warn'];
const DISTANCES = ['margin', 'tolerance', 'by', 'max-gap', 'max-loss'];

function checkRange(rule: MetricRule, { name, range: [least, largest] }: MetricFacts, add: AddAt): void {
  const words = Number.isFinite(largest)
    ? Number.isFinite(least)
      ? `from ${least} to ${largest}`
      : `of at most ${largest}`
    : `of at least ${least}`;
  for (const [key, value] of Object.entries(rule)) {
    if (typeof value !== 'number') continue;
    const advice = largest === 1 ? percent(value) : '';
    if (BOUNDS.includes(key) && (value < least || value > largest))
      add(key, `expected a number ${words}, as ${name} is, got ${value}.${advice}`);
    if (DISTANCES.includes(key) && value > largest - least)
      add(
        key,
        `expected at most ${largest - least}, as two values of ${name} never differ by more, got ${value}.${advice}`,
      );
  }
}

function checkSampleSize(
  rule: Extract<GateRule, { readonly kind: 'sample-size' }>,
  { task }: Model,
  add: (key: readonly string[], text: string) => void,
): void {
  if (rule['min-rows'] === undefined && rule['min-per-class'] === undefined)
    add([], 'expected min-rows, min-per-class or both: the rule asks for nothing. Add one, such as min-rows: 1000.');
  if (rule['min-per-class'] !== undefined && !task.endsWith('classification'))
    add(['min-per-class'], `${task} has no classes to count. Use min-rows, or remove it.`);
}

function percent(value: number): string {
  return value > 1 && value <= 100 ? ` Write ${value / 100} for ${value} %.` : '';
}
