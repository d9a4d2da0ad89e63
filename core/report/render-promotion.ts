import type { Promotion } from '../deployment/promotion.ts';
import { code, plain } from './escape.ts';

export interface DeploymentFacts {
  readonly release: string;
  readonly environment: string;
  readonly digest: string;
  readonly requestedBy: string;
  readonly runUrl: string;
}

/** The bot's answer while a promotion or rollback is under way. */
export function renderRequested(promotion: Promotion, runUrl: string): string {
  const verb = promotion.action === 'promote' ? 'Promotion' : 'Rollback';
  return `⏳ ${verb} of ${code(promotion.release)} to **${promotion.environment}** has started ([run](${runUrl})), asked by ${plain(promotion.requestedBy)}. It waits for the environment's protection rules; this comment will follow.`;
}

/** The answer once the server has said itself what it serves. */
export function renderDeployed({ release, environment, digest, requestedBy, runUrl }: DeploymentFacts): string {
  return `✅ **${environment}** serves ${code(release)}. The server answered with digest ${code(digest, 80)} after it had pulled the release ([run](${runUrl}), asked by ${plain(requestedBy)}).`;
}

export function renderNotDeployed({
  release,
  environment,
  runUrl,
  reason,
}: DeploymentFacts & { readonly reason: string }): string {
  return `❌ ${code(release)} was not deployed to **${environment}**: ${plain(reason)}. What served before still serves. [The run](${runUrl}) has the log.`;
}

/** A refusal, with its reason code and the way out. */
export function renderRefused(reason: string, message: string): string {
  return `🚫 ${message}\n\n<sub>reason: ${code(reason)}</sub>`;
}
