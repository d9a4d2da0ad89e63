import type { TensorSpec } from '../data/signature.ts';
import type { Columns } from '../ports/model-runtime.ts';

/** What the process that is measured has to do; its model lies beside it. */
export interface MemoryTask {
  readonly inputs: readonly TensorSpec[];
  readonly columns: Columns;
  readonly rows: number;
  /** Names that the model gives its data files, and where they lie. */
  readonly externalData: readonly { readonly path: string; readonly file: string }[];
}

/** JSON knows neither NaN, which stands for a missing number, nor typed arrays. */
export function writeMemoryTask(task: MemoryTask): string {
  return JSON.stringify(task, (_, value) => (value instanceof Float64Array ? { numbers: [...value] } : value));
}

export function readMemoryTask(text: string): MemoryTask {
  return JSON.parse(text, (_, value: unknown) =>
    isNumbers(value) ? Float64Array.from(value.numbers, (number) => number ?? Number.NaN) : value,
  ) as MemoryTask;
}

function isNumbers(value: unknown): value is { readonly numbers: readonly (number | null)[] } {
  return typeof value === 'object' && value !== null && 'numbers' in value && Array.isArray(value.numbers);
}
