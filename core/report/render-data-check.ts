import type { DataDiff } from '../drift/data-diff/data-diff.ts';
import type { ValidationResult } from '../expectations/validation-result.ts';
import { code, plain } from './escape.ts';
import { renderDataDiff } from './render-data-diff.ts';
import { renderValidation } from './render-validation.ts';

/** A data file of a pull request, as it was looked at. */
export interface CheckedFile {
  readonly path: string;
  readonly found:
    | { readonly kind: 'checked'; readonly result: ValidationResult; readonly diff: DataDiff | 'new' | null }
    /** Why its rows could not be read. */
    | { readonly kind: 'unread'; readonly reason: string };
}

/** The job summary of data in a pull request. */
export function renderDataCheck(files: readonly CheckedFile[]): string {
  return `${files.flatMap(renderFile).join('\n\n')}\n`;
}

function renderFile({ path, found }: CheckedFile): readonly string[] {
  const head = `## ${code(path)}`;
  if (found.kind === 'unread') return [head, `❔ **Cannot tell:** ${plain(found.reason, 500)}`];
  const { result, diff } = found;
  return [head, renderValidation(result).trim(), ...renderBase(diff)];
}

function renderBase(diff: DataDiff | 'new' | null): readonly string[] {
  if (diff === null) return [];
  const title = '### Against the base branch';
  return [title, diff === 'new' ? 'The base branch has no such file.' : renderDataDiff(diff)];
}
