import type { LedgerEvent } from '../ledger/ledger-event.ts';
import type { GitHubPort } from '../ports/github.ts';

const REQUESTED = ['promotion-requested', 'rollback-requested'];
const ENDED = ['deployed', 'deployment-failed', 'deployment-rejected'];

/** The newest version that was asked for in an environment and whose run has not ended; undefined when none is on its way. */
export async function findUnderWay(
  github: Pick<GitHubPort, 'readWorkflowRun'>,
  events: readonly LedgerEvent[],
  { model, environment }: { readonly model: string; readonly environment: string },
): Promise<string | undefined> {
  const here = events.filter((event) => event.model === model && event.environment === environment);
  const ended = new Set(here.filter(({ action }) => ENDED.includes(action)).map(({ runId }) => runId));
  // An order is written before it is dispatched, and again with its run: the first alone has started nothing.
  const request = here.findLast(({ action, runId }) => REQUESTED.includes(action) && runId !== null);
  if (request?.runId == null || request.release === null || ended.has(request.runId)) return undefined;
  const { status } = await github.readWorkflowRun(request.runId);
  return status === 'completed' ? undefined : request.release;
}
