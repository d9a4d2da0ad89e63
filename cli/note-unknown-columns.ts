import { locateKey } from '@tidegate/core/config/locate-rules';
import { renderPath } from '@tidegate/core/config/render-path';
import type { Model } from '@tidegate/core/config/schema';
import { logged } from '@tidegate/core/report/escape';
import { findUnknownColumns } from './unknown-columns.ts';

/** A model as its file has it, to name lines. */
export interface LocatedModel {
  readonly model: Model;
  readonly name: string;
  readonly file: string;
  readonly text: string;
}

/**
 * Warns of names under `drift` that are no column of the rows, which would do nothing and say so nowhere. Of rows that were counted
 * before, not all columns are known: only what is near to one of them is told.
 */
export function noteUnknownColumns(
  { model, name, file, text }: LocatedModel,
  { columns, isWhole }: { readonly columns: readonly string[]; readonly isWhole: boolean },
): void {
  for (const { at, name: column, nearest } of findUnknownColumns(model, columns)) {
    if (nearest === undefined && !isWhole) continue;
    const path = ['models', name, ...at];
    const hint = nearest === undefined ? 'It changes nothing here.' : `Did you mean ${JSON.stringify(nearest)}?`;
    const words = `${renderPath(path)}: the rows have no column ${JSON.stringify(column)}. ${hint}`;
    process.stderr.write(logged(`Warning: ${file}:${locateKey(text, path)} ${words}\n`));
  }
}
