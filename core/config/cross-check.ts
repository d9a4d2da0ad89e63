import { checkBounds } from './check-bounds.ts';
import { checkSlices } from './check-slices.ts';
import { closest } from './closest.ts';
import type { Mistake } from './describe-issues.ts';
import type { GateRule } from './gate-rules.ts';
import { parseMetricId } from './metric-id.ts';
import { renderPath } from './render-path.ts';
import type { Model } from './schema.ts';

type Path = readonly PropertyKey[];
type Add = (at: Path, text: string) => void;

/** What fields say about each other: mistakes that no field shows alone. */
export function crossCheck(name: string, model: Model, lineOf: (path: Path) => number): Mistake[] {
  const path = ['models', name];
  const mistakes: Mistake[] = [];
  const add: Add = (at, text) =>
    mistakes.push({ line: lineOf([...path, ...at]), text: `${renderPath([...path, ...at])}: ${text}` });
  checkTask(model, add);
  checkTraining(model, add);
  checkValidation(model, add);
  checkFeatures(model, add);
  checkMetrics(model, add);
  checkRules(model, add);
  checkBounds(model, add);
  checkSlices(model, add);
  checkOwnMetrics(model, add);
  checkDrift(model, add);
  checkExpectations(model, add);
  checkEnvironments(model, add);
  checkWatched(model, add);
  return mistakes;
}

function checkTask({ task, data, evaluation }: Model, add: Add): void {
  const isBinary = task === 'binary-classification';
  if (isBinary && data.positive === undefined)
    add(['data'], 'expected positive. Name the value of the target that counts as positive.');
  if (task === 'ranking' && data.query === undefined)
    add(['data'], 'expected query. Name the column that says which query a row belongs to.');
  if (!isBinary && typeof evaluation.threshold === 'object')
    add(['evaluation', 'threshold'], `expected none: ${task} has no decision threshold. Remove it.`);
}

/** A threshold that is chosen on the evaluation rows flatters the model. */
function checkValidation({ data, evaluation: { threshold } }: Model, add: Add): void {
  const isAsked = typeof threshold === 'object' && threshold.on === 'validation';
  if (isAsked && data.validation === undefined)
    add(['data'], 'expected validation, which evaluation.threshold chooses on. Name the file with those rows.');
  if (data.validation !== undefined && [data.evaluation, data.path].includes(data.validation))
    add(['data', 'validation'], 'is also the file that is trained on or judged. Name one with other rows.');
}

function checkTraining({ training: { seed, seeds } }: Model, add: Add): void {
  if (seeds && seed !== undefined)
    add(
      ['training', 'seeds'],
      'expected either seed or seeds. Keep seeds, whose first is the candidate, or seed alone.',
    );
  seeds?.forEach((value, index) => {
    if (seeds.indexOf(value) !== index) add(['training', 'seeds', index], `${value} is there twice. Keep it once.`);
  });
}

function checkFeatures({ data }: Model, add: Add): void {
  const features = [...data.features.numeric, ...data.features.categorical];
  if (features.length === 0) add(['data', 'features'], 'expected at least one column. List what the model may read.');
  for (const column of new Set(features.filter((feature, index) => features.indexOf(feature) !== index))) {
    const where = 'Keep it once, as numeric or as categorical.';
    add(['data', 'features'], `column ${JSON.stringify(column)} is listed twice. ${where}`);
  }
  if (features.includes(data.target)) {
    const advice = 'Remove it: the model would read the answer.';
    add(['data', 'features'], `holds the target ${JSON.stringify(data.target)}. ${advice}`);
  }
}

function checkMetrics({ task, evaluation }: Model, add: Add): void {
  const metrics = evaluation.metrics ?? [];
  metrics.forEach((metric, index) => {
    const id = parseMetricId(metric, task);
    const at = ['evaluation', 'metrics', index];
    if ('expected' in id) add(at, `expected ${id.expected}, got ${JSON.stringify(metric)}.`);
    else if (metrics.indexOf(metric) !== index) add(at, `${JSON.stringify(metric)} is there twice. Keep it once.`);
  });
  if (typeof evaluation.threshold === 'object') {
    const { choose } = evaluation.threshold;
    const id = parseMetricId(choose, task);
    if ('expected' in id)
      add(['evaluation', 'threshold', 'choose'], `expected ${id.expected}, got ${JSON.stringify(choose)}.`);
  }
}

const BINARY_ONLY: readonly GateRule['kind'][] = ['fairness', 'calibration'];

function checkRules({ task, gate, evaluation }: Model, add: Add): void {
  const slices = evaluation.slices.flatMap(({ name, column, where }) => name ?? column ?? where ?? []);
  const own = evaluation['own-metrics'].map(({ name }) => name);
  gate.forEach((rule, index) => {
    if ('metric' in rule && !own.includes(rule.metric)) {
      const id = parseMetricId(rule.metric, task);
      if ('expected' in id)
        add(['gate', index, 'metric'], `expected ${id.expected}, got ${JSON.stringify(rule.metric)}.`);
    }
    if (BINARY_ONLY.includes(rule.kind) && task !== 'binary-classification')
      add(['gate', index, 'kind'], `${rule.kind} is for binary-classification, the task is ${task}. Remove the rule.`);
    if (rule.kind !== 'slice') return;
    if (slices.length === 0) add(['gate', index], 'expected evaluation.slices to cut the rows. Add some.');
    rule.slices?.forEach((slice, place) => {
      if (slices.includes(slice)) return;
      const near = closest(slice, slices);
      const advice = near ? `Did you mean ${JSON.stringify(near)}?` : `There are: ${slices.join(', ')}.`;
      add(['gate', index, 'slices', place], `no slice is called ${JSON.stringify(slice)}. ${advice}`);
    });
  });
}

function checkOwnMetrics({ task, evaluation }: Model, add: Add): void {
  const names = evaluation['own-metrics'].map(({ name }) => name);
  names.forEach((name, index) => {
    const at = ['evaluation', 'own-metrics', index, 'name'];
    const isOurs = !('expected' in parseMetricId(name, task));
    if (isOurs) add(at, `${JSON.stringify(name)} is a metric of Tidegate already. Give yours another name.`);
    else if (names.indexOf(name) !== index) add(at, `${JSON.stringify(name)} is there twice. Keep it once.`);
  });
}

function checkDrift({ drift, environments }: Model, add: Add): void {
  if (drift.private && drift.segments.length > 0)
    add(['drift', 'private'], 'expected no segments: they may be of few people. Remove drift.segments, or private.');
  if (drift.thresholds === 'learnt' && drift.chunk === undefined)
    add(
      ['drift', 'thresholds'],
      'expected drift.chunk, whose chunks thresholds are learnt from. Add it: { column: <dates>, by: week }.',
    );
  if (drift['min-rows'] > drift['window-rows']) {
    const got = `got ${drift['min-rows']} of ${drift['window-rows']}`;
    add(['drift', 'min-rows'], `expected at most window-rows, else no window is ever large enough, ${got}.`);
  }
  const names = environments.map(({ name }) => name);
  // 'production' is the default, and who serves elsewhere lists no environment.
  if (names.length === 0 || drift.environment === 'production' || names.includes(drift.environment)) return;
  const near = closest(drift.environment, names);
  const advice = near ? `Did you mean ${JSON.stringify(near)}?` : `There are: ${names.join(', ')}.`;
  add(['drift', 'environment'], `no environment is called ${JSON.stringify(drift.environment)}. ${advice}`);
}

function checkExpectations({ data, gate }: Model, add: Add): void {
  const { expectations, 'personal-data': personal, tables = {} } = data;
  gate.forEach((rule, index) => {
    if (rule.kind !== 'data-expectations') return;
    if (!rule.on.includes('data') && data.evaluation === undefined)
      add(['gate', index, 'on'], 'expected data.evaluation, a file of its own. Name it, or look at data.');
    if (expectations === undefined && personal === 'off')
      add(
        ['gate', index],
        'expected data.expectations. Say what rows must be; `tidegate data infer` writes a first list.',
      );
  });
  for (const name of ['data', 'evaluation'])
    if (Object.hasOwn(tables, name))
      add(['data', 'tables', name], `${name} is always the file of data of that name. Choose another name.`);
}

function checkWatched({ task, drift }: Model, add: Add): void {
  const metric = drift.performance?.metric;
  if (metric === undefined) return;
  const id = parseMetricId(metric, task);
  if ('expected' in id)
    add(['drift', 'performance', 'metric'], `expected ${id.expected}, got ${JSON.stringify(metric)}.`);
}

function checkEnvironments({ environments }: Model, add: Add): void {
  const names = environments.map((environment) => environment.name);
  environments.forEach((environment, index) => {
    const at = ['environments', index];
    if (names.indexOf(environment.name) !== index)
      add([...at, 'name'], `environment ${JSON.stringify(environment.name)} is there twice. Give each its own name.`);
    if (environment.after === undefined || names.slice(0, index).includes(environment.after)) return;
    const before = names.slice(0, index).join(', ') || 'none';
    const got = JSON.stringify(environment.after);
    add([...at, 'after'], `expected an environment listed before this one (${before}), got ${got}.`);
  });
}
