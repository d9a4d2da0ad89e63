import { type BotContext, checkName, readPolicy } from '../bot-context.ts';
import { ownsCheck } from './list-judged-pulls.ts';
import { findVerdict, requestRelease } from './request-release.ts';
import { tellNotReleased } from './tell-not-released.ts';

/** A merged pull request is released for every model whose gate passed on exactly the head that was merged. */
export async function onPullRequestMerged(context: BotContext, number: number): Promise<void> {
  const { github, ledger } = context;
  const pull = await github.readPullRequest(number);
  const { name: defaultBranch } = await github.readDefaultBranch();
  if (!pull.merged || pull.baseRef !== defaultBranch) return;
  const config = await readPolicy(context);
  const checks = await github.listOwnChecks(pull.headSha);
  const events = await ledger.list();
  for (const modelName of Object.keys(config?.models ?? {})) {
    const check = checks.find(({ name }) => name === checkName(modelName));
    if (!check) continue; // it does not touch this model
    const hasPassed = findVerdict(events, pull, modelName)?.decision === 'pass';
    if (hasPassed && (check.conclusion === 'success' || !(await ownsCheck(context, pull, pull.headSha)))) {
      await requestRelease(context, pull, modelName);
      continue;
    }
    const reason =
      check.status === 'completed'
        ? 'the gate did not pass what was merged.'
        : 'it was merged before the gate had judged it. The verdict, and the release when it passes, follow by themselves if training goes on.';
    await tellNotReleased(context, { modelName, pull, reason });
  }
}
