import * as z from 'zod';
import { checkDocument, parseDocument } from '../document.ts';
import { OperatorError } from '../errors.ts';
import { TRAINING_RESULT, type TrainingResult } from './training-result.ts';

/** What a command says that left no result.json: the model alone. */
export const NO_RESULT: TrainingResult = {
  kind: 'tidegate.training-result',
  version: 1,
  metrics: [],
  parity: null,
  framework: null,
  device: null,
};

/** Where numbers stand, whatever else is wrong: a broken metric is named before the schema speaks. */
const Numbers = z.looseObject({
  metrics: z.array(
    z.looseObject({
      name: z.string().catch('?'),
      value: z.unknown(),
      history: z.array(z.looseObject({ value: z.unknown() })).catch([]),
    }),
  ),
});

/**
 * Reads what the training command wrote about itself.
 * @throws OperatorError `metrics-invalid` for a metric that is no finite number; `document-*` for anything else
 */
export function parseTrainingResult(text: string, source: string): TrainingResult {
  const value = parseJson(text);
  if (value === undefined) {
    // Python writes NaN and Infinity as bare words, which are no JSON.
    const named = /"name"\s*:\s*"([^"]{1,100})"[^{}]*"value"\s*:\s*(-?(?:NaN|Infinity))\b/.exec(text);
    const word = named?.[2] ?? /[:[,]\s*(-?(?:NaN|Infinity))\s*[,}\]]/.exec(text)?.[1];
    if (word) throw notFinite(source, named?.[1], word);
    return parseDocument(TRAINING_RESULT, text, source);
  }
  const numbers = Numbers.safeParse(value);
  for (const metric of numbers.data?.metrics ?? []) {
    const points = [metric.value, ...metric.history.map((point) => point.value)];
    const broken = points.find((point) => point === null || (typeof point === 'number' && !Number.isFinite(point)));
    // JSON.stringify writes NaN as null; 1e999 is read as Infinity.
    if (broken !== undefined) throw notFinite(source, metric.name, broken === null ? 'NaN (null)' : String(broken));
  }
  return checkDocument(TRAINING_RESULT, value, source);
}

function notFinite(source: string, metric: string | undefined, value: string): OperatorError {
  return new OperatorError(
    'metrics-invalid',
    `${source}: metric ${JSON.stringify((metric ?? '?').slice(0, 100))} is ${value}; metrics must be finite numbers.`,
    'Training has diverged: lower the learning rate, or check the data for missing values.',
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
