import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createDuckDb } from '@tidegate/core/adapters/duckdb';
import { loadTable } from '@tidegate/core/adapters/load-table';
import type { DataRole } from '@tidegate/core/config/expectations';
import { locateKey } from '@tidegate/core/config/locate-rules';
import { renderPath } from '@tidegate/core/config/render-path';
import type { Config, Model } from '@tidegate/core/config/schema';
import { cellsOf, readNumbers } from '@tidegate/core/data/read-columns';
import { sourceOf, type Table } from '@tidegate/core/data/table';
import { readGroups, readTruth, readWeights, refuseRepeatedIds } from '@tidegate/core/data/truth';
import { OperatorError } from '@tidegate/core/errors';
import { expectedOf, type PlacedExpectation } from '@tidegate/core/expectations/suite/policy-suite';
import { findUnexpected, findUnknownColumns, sayUnknown } from './unknown-columns.ts';

type Look = readonly [at: readonly PropertyKey[], look: () => unknown];

/** The policy as it stands in its file, to name lines. */
export interface PolicyText {
  readonly file: string;
  readonly text: string;
  /** What is expected of the data of each model. */
  readonly expected: Readonly<Record<string, readonly PlacedExpectation[]>>;
}

/**
 * Looks at the data that the policy speaks of: columns, numbers, classes and predicates. Gives the files that are not here, as where
 * data is fetched later.
 * @throws OperatorError `config-invalid` with the mistakes of every model
 */
export async function checkColumns(config: Config, folder: string, policy: PolicyText): Promise<readonly string[]> {
  const missing: string[] = [];
  const mistakes: string[] = [];
  for (const [name, model] of Object.entries(config.models)) {
    const { path, evaluation, validation } = model.data;
    const files = [path, evaluation, validation].filter((file) => file !== undefined);
    for (const file of new Set(files)) {
      if (!existsSync(join(folder, file))) {
        missing.push(file);
        continue;
      }
      const found = await findMistakes(model, join(folder, file), file);
      for (const { at, text } of found.mistakes) {
        const path = ['models', name, ...at];
        mistakes.push(`${policy.file}:${locateKey(policy.text, path)} ${renderPath(path)}: ${text}`);
      }
      if (!found.columns) continue;
      for (const role of rolesOf(model, file)) {
        const placed = expectedOf(policy.expected[name] ?? [], role);
        mistakes.push(...findUnexpected(placed, { source: file, columns: found.columns }));
      }
    }
  }
  if (mistakes.length === 0) return [...new Set(missing)];
  throw new OperatorError(
    'config-invalid',
    [...new Set(mistakes)].join('\n'),
    'Mend tidegate.yml or the data, and check again.',
  );
}

interface Found {
  readonly at: readonly PropertyKey[];
  readonly text: string;
}

interface Looked {
  readonly mistakes: readonly Found[];
  /** Undefined where the file cannot be read. */
  readonly columns: readonly string[] | undefined;
}

async function findMistakes(model: Model, path: string, file: string): Promise<Looked> {
  const mistakes: Found[] = [];
  const attempt = async <Read>(
    at: readonly PropertyKey[],
    look: () => Read | Promise<Read>,
  ): Promise<Read | undefined> => {
    try {
      return await look();
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      mistakes.push({ at, text: `${error.message} ${error.hint}` });
      return undefined;
    }
  };
  const table = await attempt(['data', roleOf(model, file)], () => loadTable(createDuckDb(), path, file));
  if (!table) return { mistakes, columns: undefined };
  for (const [at, look] of featuresOf(model, table)) await attempt(at, look);
  await attempt(['data', 'target'], () => readTruth(table, model.data, model.task));
  // What cuts and weighs the rows is read from those of the evaluation alone.
  if (file === (model.data.evaluation ?? model.data.path)) {
    for (const [at, look] of looksOf(model, table)) await attempt(at, look);
    const known = { source: file, columns: table.header };
    for (const { at, name, nearest } of findUnknownColumns(model, table.header))
      mistakes.push({ at, text: sayUnknown(name, nearest, known) });
  }
  return { mistakes, columns: table.header };
}

function rolesOf({ data }: Model, file: string): readonly DataRole[] {
  return [
    ...(file === data.path ? (['data'] as const) : []),
    ...(file === data.evaluation ? (['evaluation'] as const) : []),
  ];
}

function roleOf({ data }: Model, file: string): string {
  return file === data.path ? 'path' : file === data.evaluation ? 'evaluation' : 'validation';
}

function featuresOf({ data }: Model, table: Table): readonly Look[] {
  const { numeric, categorical } = data.features;
  return [
    ...numeric.map((name, place): Look => [['data', 'features', 'numeric', place], () => readNumbers(table, name)]),
    ...categorical.map((name, place): Look => [['data', 'features', 'categorical', place], () => cellsOf(table, name)]),
  ];
}

/** Where the policy names a column beside features and target, and how it is read. */
function looksOf({ data, evaluation, gate }: Model, table: Table): readonly Look[] {
  const cells = (at: readonly PropertyKey[], column: string | undefined): readonly Look[] =>
    column === undefined ? [] : [[at, () => cellsOf(table, column)]];
  const { group, weight, slices } = evaluation;
  const { id } = data;
  return [
    ...(id === undefined ? [] : [[['data', 'id'], () => refuseRepeatedIds(table, id)] satisfies Look]),
    ...(group === undefined ? [] : [[['evaluation', 'group'], () => readGroups(table, group)] satisfies Look]),
    ...(weight === undefined ? [] : [[['evaluation', 'weight'], () => readWeights(table, weight)] satisfies Look]),
    ...slices.flatMap(({ column, where }, index): readonly Look[] => {
      const at = ['evaluation', 'slices', index];
      if (where === undefined) return cells(at, column);
      return [[at, () => createDuckDb().selectRows(sourceOf(table), [where])]];
    }),
    ...gate.flatMap((rule, index) => (rule.kind === 'fairness' ? cells(['gate', index, 'column'], rule.column) : [])),
  ];
}
