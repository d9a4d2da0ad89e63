import * as z from 'zod';
import { checkDocument, parseDocument } from '../document.ts';
import { OperatorError } from '../errors.ts';

/**
 * What the training framework itself predicts for the evaluation rows, in their order (`$TIDEGATE_OUTPUT/predictions.json`):
 * the score of the positive class, the scores of all classes row after row, or the value. For any language to write.
 */
export const Predictions = z
  .strictObject({
    kind: z.literal('tidegate.predictions'),
    version: z.literal(1),
    rows: z.int().min(1),
    values: z.array(z.number()).min(1),
  })
  .refine(({ rows, values }) => values.length % rows === 0, 'expected the same number of values for every row');
export type Predictions = z.infer<typeof Predictions>;
export const PREDICTIONS = { kind: 'tidegate.predictions', version: 1, schema: Predictions } as const;

const HINT =
  'Write {"kind":"tidegate.predictions","version":1,"rows":n,"values":[…]}: values is one flat list of finite numbers, a score for each of the n rows in their order, or all scores of a row, row after row.';
/** Parts that are no number: the document has a dozen. */
const MOST_PARTS = 100;

/**
 * Reads what the training command wrote as predictions.json.
 * @throws OperatorError `document-invalid`, which names the value that is no finite number
 */
export function parseFrameworkPredictions(text: string, source: string): Predictions {
  const refuse = (problem: string) => new OperatorError('document-invalid', `${source} ${problem}.`, HINT);
  // Two bytes of text can be an object of a hundred in memory, and an issue of the schema: they are counted before any is built.
  if (countParts(text) > MOST_PARTS) throw refuse('holds lists, objects or texts where numbers should be');
  // Python writes NaN and Infinity as bare words, which are no JSON; JSON.stringify writes both as null.
  const word = /[[,:]\s*(-?(?:NaN|Infinity)|null|true|false)\s*[,\]}]/.exec(text)?.[1];
  if (word !== undefined) throw refuse(`holds ${word}; predictions must be finite numbers`);
  const value = parseJson(text);
  if (value === undefined) return advise(() => parseDocument(PREDICTIONS, text, source));
  const infinite = numbersOf(value).findIndex((number) => !Number.isFinite(number));
  if (infinite >= 0) throw refuse(`holds a number beyond ${Number.MAX_VALUE} as value ${infinite + 1}`); // 1e999 is read as Infinity
  return advise(() => checkDocument(PREDICTIONS, value, source));
}

/** Whoever writes it has no document of ours to look at: the form is said once, with every mistake. */
function advise(read: () => Predictions): Predictions {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof OperatorError) || error.code !== 'document-invalid') throw error;
    throw new OperatorError(error.code, error.message, HINT, error.cause);
  }
}

function numbersOf(value: unknown): readonly unknown[] {
  const isHolder = typeof value === 'object' && value !== null && 'values' in value;
  return isHolder && Array.isArray(value.values) ? value.values.filter((item) => typeof item === 'number') : [];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function countParts(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length && count <= MOST_PARTS; at += 1) {
    const character = text[at];
    if (character === '[' || character === '{' || character === '"') count += 1;
  }
  return count;
}
