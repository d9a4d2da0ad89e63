import type { Task } from '@tidegate/core/config/task';
import type { TablePart } from '@tidegate/core/data/table';
import { OperatorError } from '@tidegate/core/errors';
import type { PredictionColumns } from '@tidegate/core/evaluation/read-predictions';
import { listNames } from '@tidegate/core/list-names';
import { type IdleFlag, refuseIdleFlags } from './refuse-idle-flags.ts';

export interface EvaluateOptions {
  readonly predictions: string;
  readonly baseline?: string;
  readonly id?: string;
  readonly target: string;
  readonly score?: readonly string[];
  readonly prediction?: string;
  readonly baselineScore?: readonly string[];
  readonly baselinePrediction?: string;
  readonly task?: Task;
  readonly positive?: string;
  readonly classes?: readonly string[];
  readonly weight?: string;
  readonly group?: string;
  readonly query?: string;
  readonly metrics?: readonly string[];
  readonly threshold?: number;
  readonly replicates: number;
  readonly seed: number;
  readonly confidence?: number;
  readonly interval?: 'percentile' | 'bca';
  readonly format: 'json' | 'markdown';
}

/** Flags that nothing would read for this task. @throws OperatorError `input-invalid` */
export function refuseIdleColumns(options: EvaluateOptions, task: Task, columns: PredictionColumns): void {
  const { threshold, positive, classes, query, score, prediction, baselineScore, baselinePrediction } = options;
  const isValue = task === 'regression' || task === 'ranking';
  const { scores, baselineScores } = columns;
  const isDecided = (scored: unknown, decided: unknown) => scored === undefined || decided !== undefined;
  const isUndecided = !isDecided(scores, columns.prediction) || !isDecided(baselineScores, columns.baselinePrediction);
  const unless = (isRead: boolean, flag: string, given: unknown, why: string): readonly IdleFlag[] =>
    isRead ? [] : [{ flag, given, why }];
  const isCut = task === 'binary-classification' || task === 'multilabel-classification';
  refuseIdleFlags([
    ...unless(isCut, '--threshold', threshold, `${task} has no decision threshold`),
    ...unless(!isCut || isUndecided, '--threshold', threshold, '--prediction holds what was decided'),
    ...unless(task === 'binary-classification', '--positive', positive, `${task} has no positive label`),
    ...unless(!isValue, '--classes', classes, `${task} has no classes`),
    ...unless(task === 'ranking', '--query', query, `only ranking has queries, and the task is ${task}`),
    ...unless(!isValue || prediction === undefined, '--score', score, `for ${task} --prediction holds the values`),
    ...unless(
      !isValue || baselinePrediction === undefined,
      '--baseline-score',
      baselineScore,
      `for ${task} --baseline-prediction holds the values`,
    ),
  ]);
}

/** Probabilities that are words or only 0 and 1, of a target that looks like probabilities. @throws OperatorError `input-invalid` */
export function refuseSwapped(table: TablePart, { target, score }: EvaluateOptions): void {
  const [only] = score ?? [];
  if (only === undefined || score?.length !== 1) return;
  const [labels, scores] = [target, only].map((name) => sampleOf(table, name));
  const areScores = (cells: readonly string[]) =>
    cells.some((cell) => !/^[01](\.0*)?$/.test(cell)) &&
    cells.every((cell) => cell.trim() !== '' && Number(cell) >= 0 && Number(cell) <= 1);
  if (!labels || !scores || new Set(labels).size < 3 || new Set(scores).size > 2 || !areScores(labels)) return;
  throw new OperatorError(
    'input-invalid',
    `--target ${target} looks like probabilities, --score ${only} like labels (${listNames(new Set(scores))}).`,
    `Are they swapped? --target ${only} --score ${target}; if not, say what is predicted with --task.`,
  );
}

const LOOKED_AT = 1_000;

function sampleOf({ cells, numbers }: TablePart, name: string): readonly string[] | undefined {
  return (cells.get(name) ?? (numbers?.get(name) && Array.from(numbers.get(name) ?? [], String)))?.slice(0, LOOKED_AT);
}
