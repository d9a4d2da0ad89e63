import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { digestOfFile } from '@tidegate/core/adapters/digest-of-file';
import type { Model } from '@tidegate/core/config/schema';
import type { Note } from '@tidegate/core/evaluation/note';
import type { ValidateOptions } from './validate-options.ts';

/** Numbers on rows that a model was trained on look like any others. */
export async function noteTrainedRows(
  { rows, model }: ValidateOptions,
  { data }: Model,
  { file, workspace }: { readonly file: string; readonly workspace: string },
): Promise<readonly Note[]> {
  // Without a file for the evaluation the holdout of data.path is not trained on.
  const isAllTrained = model !== undefined && (data.evaluation !== undefined || rows === 'all');
  if (!isAllTrained || !(await isSameFile(file, join(workspace, data.path)))) return [];
  const message = `These rows were trained on: --data is data.path of the policy (${data.path.slice(0, 120)}). The numbers do not say how the model does on new rows.`;
  return [{ code: 'trained-rows', message }];
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  if (!existsSync(other)) return false;
  if (resolve(one) === resolve(other)) return true;
  return statSync(one).size === statSync(other).size && (await digestOfFile(one)) === (await digestOfFile(other));
}
