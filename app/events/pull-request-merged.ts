import { type BotContext, checkName, readPolicy } from '../bot-context.ts';

/** A merged pull request is released for every model whose gate passed on exactly the head that was merged. */
export async function onPullRequestMerged(context: BotContext, number: number): Promise<void> {
  const { github, ledger, ownLogin } = context;
  const pull = await github.readPullRequest(number);
  if (!pull.merged) return;
  const config = await readPolicy(context);
  const checks = await github.listOwnChecks(pull.headSha);
  for (const modelName of Object.keys(config?.models ?? {})) {
    const check = checks.find(({ name }) => name === checkName(modelName));
    if (check?.conclusion !== 'success' || !check.externalId) continue;
    const inputs = {
      task: 'release',
      model: modelName,
      'pull-request': String(number),
      sha: pull.headSha,
      'run-id': check.externalId,
    };
    const { runId } = await github.startWorkflow('gate.yml', inputs);
    await ledger.append({
      actor: ownLogin,
      action: 'release-requested',
      model: modelName,
      release: null,
      environment: null,
      commit: pull.headSha,
      digest: null,
      decision: null,
      reason: `Pull request #${number} was merged`,
      runId: runId ?? null,
      issue: number,
      comment: null,
      url: pull.url,
    });
  }
}
