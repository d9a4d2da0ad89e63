import type { Task } from '@tidegate/core/config/task';
import { OperatorError } from '@tidegate/core/errors';

/** A task, and what it was guessed from where nobody gave it. */
export interface PlannedTask {
  readonly task: Task;
  readonly from?: string | undefined;
}

/** A wrong guess shows as an error about labels or outputs: whoever reads it must learn that the task was guessed. */
export async function adviseOnTask<Done>(planned: PlannedTask | undefined, work: () => Promise<Done>): Promise<Done> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OperatorError) || planned?.from === undefined) throw error;
    const { code, message, hint, cause } = error;
    // Rows are matched alike for every task.
    if (code === 'evaluation-mismatch') throw error;
    const advice = `The task was guessed to be ${planned.task}, from ${planned.from}: --task says otherwise.`;
    throw new OperatorError(code, message, `${hint} ${advice}`, cause);
  }
}
