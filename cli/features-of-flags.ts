import { closest } from '@tidegate/core/config/closest';
import { isIndexColumn } from '@tidegate/core/data/index-column';
import type { Signature, TensorSpec } from '@tidegate/core/data/signature';
import { OperatorError } from '@tidegate/core/errors';
import { quoteNames } from '@tidegate/core/gate/model-file';
import { listNames } from '@tidegate/core/list-names';

/** A model that was loaded to see what it reads; `source` is how messages call it. */
export interface DescribedModel {
  readonly source: string;
  readonly signature: Signature;
}

/** What a file has that models could read. */
export interface FeatureColumns {
  readonly source: string;
  readonly header: readonly string[];
  readonly target: string;
  /** Columns whose cells are all numbers, or empty. */
  readonly numeric: ReadonlySet<string>;
  /** Columns that the user chose, in their order. */
  readonly asked: readonly string[] | undefined;
}

export interface ChosenFeatures {
  readonly names: readonly string[];
  /** The one input that takes all of them. */
  readonly matrix: TensorSpec | undefined;
  /** What the user should know of the choice. */
  readonly notes: readonly string[];
}

/** Columns that a model reads: those that its inputs are called by; for one matrix those of the file, in their order. @throws OperatorError */
export function featuresOfFlags({ source, signature }: DescribedModel, columns: FeatureColumns): ChosenFeatures {
  const { header, target, asked } = columns;
  const { inputs } = signature;
  if (inputs.some(({ name }) => name === target))
    throw new OperatorError(
      'input-invalid',
      `${source} reads the column ${JSON.stringify(target)}, which --target says it predicts.`,
      'Name the column of the true labels or values.',
    );
  for (const name of asked ?? []) refuseUnknown(name, columns);
  const isNamed = inputs.some(({ name }) => header.includes(name));
  if (isNamed) {
    const missing = inputs.map(({ name }) => name).filter((name) => !(asked ?? header).includes(name));
    if (missing.length > 0) throw lacking(source, missing, columns);
    const names = asked ?? inputs.map(({ name }) => name);
    const indices = names.filter(isIndexColumn);
    return { names, matrix: undefined, notes: indices.map((name) => `${source} reads ${name}: ${AN_INDEX}.`) };
  }
  const indices = asked ? [] : header.filter(isIndexColumn);
  const names = asked ?? header.filter((name) => name !== target && !indices.includes(name));
  const [matrix] = inputs;
  const width = matrix?.shape[1] ?? 1;
  const fits = width < 0 || width === names.length;
  if (!matrix || inputs.length > 1 || (!fits && width <= 1)) throw noneInCommon(signature, columns, names, source);
  if (!fits) throw unfitting(source, matrix, names, columns);
  const texts = matrix.type === 'string' ? [] : names.filter((name) => !columns.numeric.has(name));
  if (texts.length > 0) throw notNumbers(source, matrix, texts);
  return { names, matrix, notes: indices.map((name) => `${name} is not fed to the model: ${AN_INDEX}.`) };
}

const AN_INDEX = 'by its name it is the index that pandas wrote; --features names columns all the same';

function refuseUnknown(name: string, { header, target, source }: FeatureColumns): void {
  if (name === target)
    throw new OperatorError('input-invalid', `--features names the target, ${JSON.stringify(name)}.`, 'Leave it out.');
  if (header.includes(name)) return;
  const nearest = closest(name, header);
  throw new OperatorError(
    'input-invalid',
    `--features names ${JSON.stringify(name)}; ${source} has ${listNames(header)}.`,
    nearest === undefined ? 'Correct the name.' : `Did you mean ${JSON.stringify(nearest)}?`,
  );
}

function lacking(source: string, missing: readonly string[], { asked, ...file }: FeatureColumns): OperatorError {
  const others = listNames(asked ?? file.header.filter((name) => name !== file.target));
  return new OperatorError(
    'data-invalid',
    `${source} reads ${quoteNames(missing)}, which ${asked ? '--features leaves out' : `${file.source} does not have`}; there is ${others}.`,
    asked
      ? 'Name all that the model reads.'
      : 'Name the columns as the model does, or give the file that it was made for.',
  );
}

function unfitting(
  source: string,
  { name, shape }: TensorSpec,
  names: readonly string[],
  { asked, ...file }: FeatureColumns,
): OperatorError {
  const [width = 1] = [shape[1]];
  const where = asked
    ? `--features names ${names.length}`
    : `${file.source} has ${names.length} columns beside the target`;
  return new OperatorError(
    'input-invalid',
    `${source} takes ${width} numbers a row in ${JSON.stringify(name)}; ${where}: ${listNames(names)}.`,
    `Name ${width} columns with --features, commas between them, in the order that the model was trained on.`,
  );
}

function notNumbers(source: string, { name }: TensorSpec, texts: readonly string[]): OperatorError {
  return new OperatorError(
    'input-invalid',
    `${source} takes numbers in ${JSON.stringify(name)}; not all cells of ${quoteNames(texts)} are.`,
    'Name the columns that it was trained on with --features, or give a file in which they are encoded.',
  );
}

function noneInCommon(
  { inputs }: Signature,
  file: FeatureColumns,
  features: readonly string[],
  source: string,
): OperatorError {
  const read = inputs
    .slice(0, 20)
    .map(
      ({ name, shape }) =>
        `${JSON.stringify(name)}${shape[1] === undefined ? '' : ` (${shape[1] === -1 ? 'any number' : shape[1]} a row)`}`,
    );
  return new OperatorError(
    'data-invalid',
    `${source} reads ${read.join(', ')}; ${file.source} has none of them, and ${features.length} features: ${listNames(features)}.`,
    'Name the columns as the model does, or give the file that it was made for.',
  );
}
