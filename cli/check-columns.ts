import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createDuckDb } from '@tidegate/core/adapters/duckdb';
import { loadTable } from '@tidegate/core/adapters/load-table';
import type { Config } from '@tidegate/core/config/schema';
import { readFeatures } from '@tidegate/core/data/read-columns';
import { readTruth } from '@tidegate/core/data/truth';
import { OperatorError } from '@tidegate/core/errors';

/**
 * Looks at the data that the policy speaks of: columns, numbers and classes. Gives a note for each file that is not here, as where
 * data is fetched later.
 * @throws OperatorError `config-invalid` with the mistake of every model
 */
export async function checkColumns(config: Config, folder: string): Promise<readonly string[]> {
  const notes: string[] = [];
  const mistakes: string[] = [];
  for (const [name, { data, task }] of Object.entries(config.models)) {
    const path = join(folder, data.path);
    if (!existsSync(path)) {
      notes.push(`models.${name}.data: ${data.path} is not here, so its columns were not checked.`);
      continue;
    }
    try {
      const table = await loadTable(createDuckDb(), path, data.path);
      readFeatures(table, data);
      readTruth(table, data, task);
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      mistakes.push(`models.${name}.data: ${error.message} ${error.hint}`);
    }
  }
  if (mistakes.length === 0) return notes;
  throw new OperatorError('config-invalid', mistakes.join('\n'), 'Mend tidegate.yml or the data, and check again.');
}
