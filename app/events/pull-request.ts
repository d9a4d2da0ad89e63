import { LISTED_FILES_MAX } from '@tidegate/core/limits';
import picomatch from 'picomatch';
import { type BotContext, CONFIG_FILE, checkName, readPolicy } from '../bot-context.ts';
import { findConfigMistake } from './find-config-mistake.ts';

/**
 * A pull request was opened or pushed to: a queued check for every model that it touches. The check also records when the app
 * saw this head.
 */
export async function onPullRequestChanged(context: BotContext, number: number): Promise<void> {
  const { github } = context;
  const pull = await github.readPullRequest(number);
  const { name: defaultBranch } = await github.readDefaultBranch();
  // Nothing is judged on its way into another branch: a check would wait for ever.
  if (pull.state !== 'open' || pull.baseRef !== defaultBranch) return;
  const config = await readPolicy(context);
  if (!config) return;
  const changed = await github.listChangedFiles(number);
  const known = await github.listOwnChecks(pull.headSha);
  // Where GitHub's list ends, any file may have changed.
  const isCut = changed.length >= LISTED_FILES_MAX;
  const mistake = await findConfigMistake(context, { sha: pull.headSha, changed });
  for (const [name, model] of Object.entries(config.models)) {
    if (!isCut && !changed.some((file) => picomatch.isMatch(file, [...model.paths], { dot: true }))) continue;
    const check = { name: checkName(name), headSha: pull.headSha };
    // Events come in any order: a check that training or the gate moved on is not put back.
    if (known.some((own) => own.name === check.name && own.status !== 'queued')) continue;
    if (mistake)
      await github.publishCheck({
        ...check,
        status: 'completed',
        conclusion: 'failure',
        title: `${CONFIG_FILE} is not valid`,
        ...mistake,
      });
    else
      await github.publishCheck({
        ...check,
        status: 'queued',
        title: 'Waiting for training',
        summary: 'The train workflow runs the training command of this head.',
      });
  }
}
