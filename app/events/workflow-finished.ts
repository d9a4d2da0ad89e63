import { type BotContext, GATE_WORKFLOW, OPERATE_WORKFLOW, TRAIN_WORKFLOW } from '../bot-context.ts';
import { onOperateFinished } from './deployment-finished.ts';
import { onDriftReported } from './drift-reported.ts';
import { onGateFinished } from './gate-finished.ts';
import { onTrainingFinished } from './training-finished.ts';

const HANDLERS = [
  [TRAIN_WORKFLOW, onTrainingFinished],
  [GATE_WORKFLOW, onGateFinished],
  [OPERATE_WORKFLOW, onOperateFinished],
  [OPERATE_WORKFLOW, onDriftReported],
] as const;

/** A workflow ended: what it left goes to those that know its file. */
export async function onWorkflowFinished(context: BotContext, runId: number): Promise<void> {
  const run = await context.github.readWorkflowRun(runId);
  for (const [path, handle] of HANDLERS) if (path === run.path) await handle(context, run);
}
