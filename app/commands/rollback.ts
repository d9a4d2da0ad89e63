import { findUnderWay } from '@tidegate/core/deployment/find-under-way';
import { planRollback } from '@tidegate/core/deployment/plan-rollback';
import { listServedVersions } from '@tidegate/core/deployment/read-served-version';
import { parseReleaseTag } from '@tidegate/core/release/release-tag';
import { renderRefused } from '@tidegate/core/report/render-promotion';
import * as z from 'zod';
import { requirePolicy } from '../bot-context.ts';
import { type Answer, defineCommand } from './command.ts';
import { startDeployment } from './start-deployment.ts';
import { EnvironmentName, ReleaseName } from './words.ts';

export const rollback = defineCommand({
  name: 'rollback',
  summary: 'Let the version before serve again, or a named one that served here before.',
  usage: '/rollback <environment> [model@version]',
  args: z.union([z.tuple([EnvironmentName]), z.tuple([EnvironmentName, ReleaseName])]),
  run: async ([environment, release], invocation) => {
    const { github, ledger, actor, issue, commentId } = invocation;
    const { models } = await requirePolicy(invocation);
    const named = release === undefined ? undefined : parseReleaseTag(release)?.modelName;
    const candidates = Object.entries(models).filter(
      ([name, { environments }]) =>
        (named === undefined || name === named) && environments.some((known) => known.name === environment),
    );
    const [candidate] = candidates;
    if (!candidate) {
      const subject = named === undefined ? 'No model of tidegate.yml' : `\`${named}\` of tidegate.yml`;
      return refused('unknown-environment', `${subject} has the environment \`${environment}\`.`);
    }
    if (candidates.length > 1) {
      const choices = candidates.map(([name]) => `\`/rollback ${environment} ${name}@…\``).join(' or ');
      return refused(
        'release-ambiguous',
        `${candidates.length} models serve **${environment}**. Name one: ${choices}.`,
      );
    }
    const [modelName, model] = candidate;
    const history = await listServedVersions(github, environment, modelName);
    const asker = { login: actor, permission: await github.permissionOf(actor), issue, comment: commentId };
    const underWay = await findUnderWay(github, await ledger.list(), { model: modelName, environment });
    const plan = planRollback({ modelName, model, environment, asker, release, history, underWay });
    return startDeployment(plan, { model: modelName, environment, release: release ?? null }, invocation);
  },
});

function refused(reason: string, message: string): Answer {
  return { body: renderRefused(reason, message), reaction: 'confused' };
}
