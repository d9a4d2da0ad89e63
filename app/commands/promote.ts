import { findForgedRelease } from '@tidegate/core/deployment/check-provenance';
import { planPromotion } from '@tidegate/core/deployment/plan-promotion';
import { readServedVersion } from '@tidegate/core/deployment/read-served-version';
import { OperatorError } from '@tidegate/core/errors';
import { readRelease } from '@tidegate/core/release/read-release';
import { parseReleaseTag } from '@tidegate/core/release/release-tag';
import { renderRefused } from '@tidegate/core/report/render-promotion';
import * as z from 'zod';
import { requirePolicy } from '../bot-context.ts';
import { defineCommand, type Invocation } from './command.ts';
import { startDeployment } from './start-deployment.ts';
import { EnvironmentName, ReleaseName } from './words.ts';

export const promote = defineCommand({
  name: 'promote',
  summary: 'Let a released version serve an environment; without a version, the one made from this pull request.',
  usage: '/promote <environment> [model@version]',
  args: z.union([z.tuple([EnvironmentName]), z.tuple([EnvironmentName, ReleaseName])]),
  run: async ([environment, named], invocation) => {
    const { github, ledger, ownLogin, actor, issue, commentId } = invocation;
    const made = named ? [named] : await releasesOfPullRequest(invocation);
    const [release] = made;
    if (release === undefined) {
      const message =
        'No release was made from here. Merge the pull request first, or name a version: `/promote <environment> model@version`.';
      return { body: renderRefused('release-missing', message), reaction: 'confused' };
    }
    if (made.length > 1) {
      const choices = made.map((tag) => `\`/promote ${environment} ${tag}\``).join(' or ');
      const message = `${made.length} models were released from here. Name one: ${choices}.`;
      return { body: renderRefused('release-ambiguous', message), reaction: 'confused' };
    }
    const config = await requirePolicy(invocation);
    const modelName = parseReleaseTag(release)?.modelName ?? '';
    const model = Object.hasOwn(config.models, modelName) ? config.models[modelName] : undefined;
    if (!model)
      return {
        body: renderRefused('release-missing', `tidegate.yml has no model \`${modelName}\`.`),
        reaction: 'confused',
      };
    const after = model.environments.find(({ name }) => name === environment)?.after;
    const asker = { login: actor, permission: await github.permissionOf(actor), issue, comment: commentId };
    const manifest = await manifestOf(invocation, release);
    const version = manifest && { release, digest: manifest.onnx.digest };
    const plan = planPromotion({
      modelName,
      model,
      environment,
      asker,
      release,
      manifest,
      forged: version && (await findForgedRelease(github, await ledger.list(), version, ownLogin)),
      servedBefore: after === undefined ? undefined : await readServedVersion(github, after, modelName),
      serving: await readServedVersion(github, environment, modelName),
    });
    return startDeployment(plan, { model: modelName, environment, release }, invocation);
  },
});

/**
 * Releases of what this merged pull request trained: the ledger knows them, also where the bytes were released before. An open one
 * has none, so no command can mean a head that was pushed after the comment was written.
 */
async function releasesOfPullRequest({ github, ledger, issue }: Invocation): Promise<readonly string[]> {
  const pull = await github.readPullRequest(issue).catch((error: unknown) => {
    if (error instanceof OperatorError && error.code === 'github-not-found') return undefined; // an issue
    throw error;
  });
  if (!pull?.merged) return [];
  const events = (await ledger.list()).filter(({ action, issue: of }) => action === 'released' && of === issue);
  return [...new Set(events.flatMap(({ release }) => release ?? []))];
}

async function manifestOf({ github }: Invocation, release: string) {
  try {
    return (await readRelease(github, release)).manifest;
  } catch (error) {
    if (error instanceof OperatorError && error.code === 'release-missing') return undefined;
    throw error;
  }
}
