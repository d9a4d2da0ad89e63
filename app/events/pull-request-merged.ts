import { type BotContext, checkName, readPolicy } from '../bot-context.ts';
import { requestRelease } from './request-release.ts';

/** A merged pull request is released for every model whose gate passed on exactly the head that was merged. */
export async function onPullRequestMerged(context: BotContext, number: number): Promise<void> {
  const { github } = context;
  const pull = await github.readPullRequest(number);
  if (!pull.merged) return;
  const config = await readPolicy(context);
  const checks = await github.listOwnChecks(pull.headSha);
  for (const modelName of Object.keys(config?.models ?? {})) {
    const check = checks.find(({ name }) => name === checkName(modelName));
    if (check?.conclusion !== 'success' || !check.externalId) continue;
    await requestRelease(context, pull, modelName, check.externalId);
  }
}
