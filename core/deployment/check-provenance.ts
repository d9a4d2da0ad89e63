import type { Digest } from '../digest.ts';
import type { LedgerEvent } from '../ledger/ledger-event.ts';
import type { GitHubPort, WorkflowRun } from '../ports/github.ts';
import { GATE_WORKFLOW } from '../release/load-validated.ts';
import type { Promotion } from './promotion.ts';

export const OPERATE_WORKFLOW = '.github/workflows/operate.yml';

type Runs = Pick<GitHubPort, 'readWorkflowRun' | 'readDefaultBranch'>;

/**
 * Why this release may not be promoted: whoever may write contents can publish a release by hand. The ledger must say that the gate
 * released these bytes, and GitHub that the app started that run on the default branch. Undefined when both do.
 */
export async function findForgedRelease(
  github: Runs,
  events: readonly LedgerEvent[],
  { release, digest }: { readonly release: string; readonly digest: Digest },
  app: string,
): Promise<string | undefined> {
  const released = events.findLast(
    (event) => event.action === 'released' && event.release === release && event.digest === digest,
  );
  if (released?.runId == null) return `The ledger knows no release of ${release} with digest ${digest} by the gate.`;
  return findForgedRun(github, await github.readWorkflowRun(released.runId), GATE_WORKFLOW, app);
}

/** Why a run is none that the app dispatched on the default branch, for the first time; undefined when it is. */
export async function findForgedRun(
  github: Runs,
  run: WorkflowRun,
  path: string,
  app: string,
): Promise<string | undefined> {
  const branch = await github.readDefaultBranch();
  if (run.path !== path || run.headBranch !== branch.name || run.actor !== app)
    return `Run ${run.id} was started by ${run.actor} from ${run.path} on ${run.headBranch}, not by ${app}.`;
  return run.attempt === 1
    ? undefined
    : `Run ${run.id} is attempt ${run.attempt}. A request is carried out once: write the command again instead of re-running its job.`;
}

/** The request in the ledger that this promotion carries out; undefined when nobody asked for exactly this. */
export function findRequest(events: readonly LedgerEvent[], promotion: Promotion): LedgerEvent | undefined {
  const action = promotion.action === 'promote' ? 'promotion-requested' : 'rollback-requested';
  return events.findLast(
    (event) =>
      event.action === action &&
      event.release === promotion.release &&
      event.digest === promotion.digest &&
      event.environment === promotion.environment &&
      event.issue === promotion.issue &&
      event.comment === promotion.comment &&
      event.actor === promotion.requestedBy,
  );
}
