import type { ValidationResult } from '@tidegate/core/expectations/validation-result';
import type { CheckedFile } from '@tidegate/core/report/render-data-check';

/** The output `valid`: a failed expectation is false whatever else could not be looked at. */
export function foldFiles(files: readonly CheckedFile[]): 'true' | 'false' | 'unknown' {
  const outcomes = files.map(({ found }) => (found.kind === 'checked' ? found.result.outcome : 'cannot-tell'));
  if (outcomes.includes('fail')) return 'false';
  return outcomes.includes('cannot-tell') ? 'unknown' : 'true';
}

/** Results by the names of their files in the artifact. */
export function listResults(files: readonly CheckedFile[]): Readonly<Record<string, ValidationResult>> {
  const results = files.flatMap(({ found }) => (found.kind === 'checked' ? [found.result] : []));
  return Object.fromEntries(results.map((result, index) => [`validation-${index + 1}.json`, result]));
}
