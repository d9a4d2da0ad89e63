import type { Task } from '../../config/task.ts';
import { OperatorError } from '../../errors.ts';
import type { Columns } from '../../ports/model-runtime.ts';
import type { RobustnessFact } from '../facts.ts';
import type { ModelScores, OpenModel } from '../open-model.ts';
import { type FlipSettings, findFlips } from './find-flips.ts';
import { type ColumnFlips, findWorstColumn } from './find-worst-column.ts';
import { createPerturbation, type Perturbation } from './perturb.ts';
import { spreadRows, takeColumns } from './take-columns.ts';

export interface RobustnessRequest extends FlipSettings {
  readonly model: OpenModel;
  readonly task: Task;
  readonly columns: Columns;
  readonly rows: number;
  readonly perturbation: Perturbation;
  /** Standard deviation of the noise, in those of the column. */
  readonly noise: number;
  readonly seed: number;
  /** That a column is the worst one, to be named. */
  readonly confidence: number;
}

export interface Robustness {
  readonly fact: RobustnessFact;
  /** Share of rows that flip when one column is changed; those only that the change has a meaning for. Worst first. */
  readonly columns: readonly { readonly column: string; readonly flipRate: number }[];
  /** Share of rows that flip when all of them are changed. */
  readonly allAtOnce: number;
}

const MOST_ROWS = 1000;

/**
 * How often a prediction flips under a change of the inputs. Noise comes in all columns at once, and its rate is that; a missing
 * value and an unseen category come one at a time, and theirs is the rate of the worst column. A row for which the model then
 * gives no number, or no answer at all, has flipped.
 */
export async function measureRobustness(request: RobustnessRequest): Promise<Robustness> {
  const { model, perturbation, noise, seed } = request;
  const sampled = spreadRows(request.rows, MOST_ROWS);
  const rows = sampled.length;
  const columns = takeColumns(request.columns, sampled);
  const before = await model.score(columns, rows, { isLenient: true });
  const flipsOf = async (changed: Columns) => findFlips(before, await answer(model, changed, rows), rows, request);
  const perturb = createPerturbation(perturbation, noise);
  const changed: Record<string, Columns[string]> = {};
  const found: ColumnFlips[] = [];
  for (const [place, [column, values]] of Object.entries(columns).entries()) {
    const after = isRead(model, column) ? perturb(values, isWhole(model, column), seed + place) : undefined;
    if (!after) continue;
    changed[column] = after;
    found.push({ column, flips: await flipsOf({ ...columns, [column]: after }) });
  }
  found.sort((left, right) => shareOf(right.flips) - shareOf(left.flips));
  const rates = found.map(({ column, flips }) => ({ column, flipRate: shareOf(flips) }));
  const allAtOnce = rates.length > 0 ? shareOf(await flipsOf({ ...columns, ...changed })) : 0;
  const worst = rates[0]?.flipRate ?? 0;
  const fact: RobustnessFact = {
    perturbation,
    noise,
    rows,
    flipRate: perturbation === 'noise' ? allAtOnce : worst,
    worstColumn: findWorstColumn(found, request.confidence),
  };
  return { fact, columns: rates, allAtOnce };
}

function shareOf(flips: Uint8Array): number {
  return flips.reduce((sum, flip) => sum + flip, 0) / flips.length;
}

/** Undefined where the model refuses the rows, as an encoder does that knows no unseen category. */
async function answer(model: OpenModel, columns: Columns, rows: number): Promise<ModelScores | undefined> {
  try {
    return await model.score(columns, rows, { isLenient: true });
  } catch (error) {
    if (error instanceof OperatorError) return undefined;
    throw error;
  }
}

/** By name, or as a part of the matrix that every feature goes into. */
function isRead({ signature: { inputs } }: OpenModel, column: string): boolean {
  return inputs.some(({ name }) => name === column) || inputs.every(({ shape }) => shape[1] !== 1);
}

function isWhole({ signature: { inputs } }: OpenModel, column: string): boolean {
  const input = inputs.find(({ name }) => name === column) ?? inputs[0];
  return input?.type === 'int64' || input?.type === 'int32';
}
