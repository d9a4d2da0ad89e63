import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createDuckDb } from '@tidegate/core/adapters/duckdb';
import { loadTable } from '@tidegate/core/adapters/load-table';
import type { Config, Model } from '@tidegate/core/config/schema';
import { cellsOf, readFeatures } from '@tidegate/core/data/read-columns';
import { sourceOf, type Table } from '@tidegate/core/data/table';
import { readTruth, readWeights } from '@tidegate/core/data/truth';
import { OperatorError } from '@tidegate/core/errors';

type Look = readonly [at: string, look: () => unknown];

/**
 * Looks at the data that the policy speaks of: columns, numbers, classes and predicates. Gives the files that are not here, as where
 * data is fetched later.
 * @throws OperatorError `config-invalid` with the mistakes of every model
 */
export async function checkColumns(config: Config, folder: string): Promise<readonly string[]> {
  const missing: string[] = [];
  const mistakes: string[] = [];
  for (const [name, model] of Object.entries(config.models)) {
    const { path, evaluation, validation } = model.data;
    const files = [path, evaluation, validation].filter((file) => file !== undefined);
    for (const file of new Set(files)) {
      if (existsSync(join(folder, file)))
        for (const mistake of await findMistakes(model, join(folder, file), file))
          mistakes.push(`models.${name}.${mistake}`);
      else missing.push(file);
    }
  }
  if (mistakes.length === 0) return [...new Set(missing)];
  throw new OperatorError('config-invalid', mistakes.join('\n'), 'Mend tidegate.yml or the data, and check again.');
}

async function findMistakes(model: Model, path: string, file: string): Promise<readonly string[]> {
  const mistakes: string[] = [];
  const attempt = async <Found>(at: string, look: () => Found | Promise<Found>): Promise<Found | undefined> => {
    try {
      return await look();
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      mistakes.push(`${at}: ${error.message} ${error.hint}`);
      return undefined;
    }
  };
  const table = await attempt('data', () => loadTable(createDuckDb(), path, file));
  if (!table) return mistakes;
  await attempt('data', () => {
    readFeatures(table, model.data);
    readTruth(table, model.data, model.task);
  });
  // What cuts and weighs the rows is read from those of the evaluation alone.
  if (file === (model.data.evaluation ?? model.data.path))
    for (const [at, look] of looksOf(model, table)) await attempt(at, look);
  return mistakes;
}

/** Where the policy names a column beside features and target, and how it is read. */
function looksOf({ data, evaluation, gate }: Model, table: Table): readonly Look[] {
  const cells = (at: string, column: string | undefined): readonly Look[] =>
    column === undefined ? [] : [[at, () => cellsOf(table, column)]];
  const { group, weight, slices } = evaluation;
  return [
    ...cells('data.id', data.id),
    ...cells('evaluation.group', group),
    ...(weight === undefined ? [] : [['evaluation.weight', () => readWeights(table, weight)] satisfies Look]),
    ...slices.flatMap(({ column, where }, index): readonly Look[] => {
      const at = `evaluation.slices[${index}]`;
      if (where === undefined) return cells(at, column);
      return [[at, () => createDuckDb().selectRows(sourceOf(table), [where])]];
    }),
    ...gate.flatMap((rule, index) => (rule.kind === 'fairness' ? cells(`gate[${index}].column`, rule.column) : [])),
  ];
}
