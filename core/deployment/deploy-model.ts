import type { Environment, Model } from '../config/schema.ts';
import type { Digest } from '../digest.ts';
import { OperatorError } from '../errors.ts';
import type { Deployment, GitHubPort } from '../ports/github.ts';
import type { LedgerPort } from '../ports/ledger.ts';
import { readRelease, readReleasedVerdict } from '../release/read-release.ts';
import { findForgedRelease, findForgedRun, findRequest, OPERATE_WORKFLOW } from './check-provenance.ts';
import type { Promotion } from './promotion.ts';
import { readServedVersion } from './read-served-version.ts';
import { listServedHistory, renderServedDescription } from './served-model.ts';

/** The process that answers predictions in one environment. */
export interface ModelServer {
  readonly url: string;
  /** Starts it, when nothing answers at its address. */
  start(): Promise<void>;
  /** Lets it pull the release and serve it; what it served before stays when that fails. */
  load(version: Pick<Promotion, 'model' | 'release' | 'digest'>): Promise<void>;
  readServed(modelName: string): Promise<{ readonly digest: string } | undefined>;
}

type Deployments = Pick<
  GitHubPort,
  | 'findRelease'
  | 'downloadAsset'
  | 'listDeployments'
  | 'createDeploymentStatus'
  | 'readWorkflowRun'
  | 'readDefaultBranch'
>;

export interface DeploymentRequest {
  readonly promotion: Promotion;
  readonly environment: string;
  readonly model: Model;
  readonly runId: number;
  readonly runUrl: string;
  readonly ledger: Pick<LedgerPort, 'list'>;
}

/**
 * Makes an environment serve a release. Everything is checked again, since a dispatch can be made by hand; and only the
 * digest that the server itself answers makes the deployment a success.
 */
export async function deployModel(
  github: Deployments,
  server: ModelServer,
  request: DeploymentRequest,
): Promise<{ readonly release: string; readonly digest: Digest; readonly url: string }> {
  const { promotion, environment, runUrl } = request;
  const deploymentId = await findOwnDeployment(github, request);
  const writeStatus = (state: 'success' | 'failure', description: string) =>
    github.createDeploymentStatus({
      deploymentId,
      state,
      description,
      logUrl: runUrl,
      environmentUrl: server.url,
    });
  try {
    await checkPromotion(github, request);
    await server.start();
    await server.load(promotion);
    const served = await server.readServed(promotion.model);
    if (served?.digest !== promotion.digest) {
      throw new OperatorError(
        'deployment-unproven',
        `${environment} answers that it serves ${served?.digest ?? 'nothing'}, expected ${promotion.digest} (${promotion.release}).`,
        `Look at ${server.url}/health and at the log of the server; then promote again.`,
      );
    }
  } catch (error) {
    const code = error instanceof OperatorError ? error.code : 'fault';
    // The reason is what the person must know; a second failure while telling GitHub would hide it.
    await writeStatus('failure', `${promotion.release} refused: ${code}`).catch(() => undefined);
    throw error;
  }
  await writeStatus('success', renderServedDescription(promotion));
  return { release: promotion.release, digest: promotion.digest, url: server.url };
}

/** @throws OperatorError `deployment-refused` for an environment that the policy does not know */
export function findEnvironment(model: Model, environment: string): Environment {
  const settings = model.environments.find(({ name }) => name === environment);
  if (settings) return settings;
  const known = model.environments.map(({ name }) => name).join(', ') || 'none';
  throw refuse(`tidegate.yml has no environment ${environment}`, `Use one of: ${known}.`);
}

/** GitHub makes the deployment of a job with `environment:`; its status names the run. */
async function findOwnDeployment(github: Deployments, { environment, runId }: DeploymentRequest): Promise<number> {
  const isOwn = ({ statuses }: Deployment) =>
    statuses.some(({ logUrl }) => new RegExp(`/actions/runs/${runId}(/|$)`).test(logUrl));
  const own = (await github.listDeployments(environment)).find(isOwn);
  if (own) return own.id;
  throw refuse(`run ${runId} has no deployment to ${environment}`, 'Give the job `environment:` as in operate.yml.');
}

async function checkPromotion(github: Deployments, request: DeploymentRequest): Promise<void> {
  const { promotion, environment, model } = request;
  await checkRequest(github, request);
  const { release, digest } = promotion;
  if (promotion.environment !== environment) {
    throw refuse(`it is for ${promotion.environment}, this job is ${environment}`, 'Ask again with a slash command.');
  }
  const settings = findEnvironment(model, environment);
  const released = await readRelease(github, release, digest);
  if (released.manifest.model !== promotion.model) {
    throw refuse(`${release} is a release of ${released.manifest.model}`, 'Ask again with a slash command.');
  }
  const verdict = await readReleasedVerdict(github, released);
  if (verdict.outcome !== 'pass' || verdict.candidate.digest !== digest) {
    throw refuse(`the verdict of ${release} is ${verdict.outcome} on ${verdict.candidate.digest}`, 'Release it again.');
  }
  await (promotion.action === 'promote'
    ? checkOrder(github, promotion, settings)
    : checkServedBefore(github, promotion));
}

/**
 * The bot checked who asks before it dispatched this run. Where no protection rule stands before the job, as in private repositories of
 * most plans, somebody with write permission could dispatch it by hand.
 */
async function checkRequest(github: Deployments, { promotion, runId, ledger }: DeploymentRequest): Promise<void> {
  const run = await github.readWorkflowRun(runId);
  const events = await ledger.list();
  const problem = !isApp(run.actor)
    ? `run ${runId} was started by ${run.actor}, not by the app`
    : ((await findForgedRun(github, run, OPERATE_WORKFLOW, run.actor)) ??
      (findRequest(events, promotion) ? undefined : `the ledger knows no such request by ${promotion.requestedBy}`) ??
      (promotion.action === 'promote' ? await findForgedRelease(github, events, promotion, run.actor) : undefined));
  if (problem)
    throw refuse(problem.replace(/\.$/, ''), 'Ask with a slash command instead of dispatching the workflow.');
}

/** `github-actions[bot]` is any job's token, which may dispatch workflows too. */
function isApp(login: string): boolean {
  return login.endsWith('[bot]') && login !== 'github-actions[bot]';
}

async function checkOrder(
  github: Deployments,
  { model, release, digest }: Promotion,
  { after }: Environment,
): Promise<void> {
  if (after === undefined) return;
  const served = await readServedVersion(github, after, model);
  if (served?.digest === digest) return;
  throw refuse(`${after} serves ${served?.release ?? 'nothing'}, not ${release}`, `Promote it to ${after} first.`);
}

async function checkServedBefore(github: Deployments, { release, digest, environment }: Promotion): Promise<void> {
  const history = await listServedHistory(github, environment);
  if (history.some((served) => served.digest === digest)) return;
  throw refuse(`${release} never served ${environment}`, 'Roll back to a version that did, or promote it.');
}

function refuse(problem: string, hint: string): OperatorError {
  return new OperatorError('deployment-refused', `Nothing was deployed: ${problem}.`, hint);
}
