import { parseConfig } from '@tidegate/core/config/parse-config';
import { OperatorError } from '@tidegate/core/errors';
import { LISTED_FILES_MAX } from '@tidegate/core/limits';
import type { PullRequest } from '@tidegate/core/ports/github';
import picomatch from 'picomatch';
import { type BotContext, CONFIG_FILE, checkName, readPolicy } from '../bot-context.ts';

/**
 * A pull request was opened or pushed to: a queued check for every model that it touches. The check also records when the app
 * saw this head.
 */
export async function onPullRequestChanged(context: BotContext, number: number): Promise<void> {
  const { github } = context;
  const pull = await github.readPullRequest(number);
  if (pull.state !== 'open') return;
  const config = await readPolicy(context);
  if (!config) return;
  const changed = await github.listChangedFiles(number);
  const known = await github.listOwnChecks(pull.headSha);
  // Where GitHub's list ends, any file may have changed.
  const isCut = changed.length >= LISTED_FILES_MAX;
  const mistake = isCut || changed.includes(CONFIG_FILE) ? await findConfigMistake(context, pull) : undefined;
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

/** Every mistake in the head's tidegate.yml, as annotations on its lines: it would become the policy with the merge. */
async function findConfigMistake({ github }: BotContext, pull: PullRequest) {
  const text = await github.readText(CONFIG_FILE, pull.headSha);
  try {
    if (text !== undefined) parseConfig(text, CONFIG_FILE);
    return undefined;
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    const annotations = error.message.split('\n').flatMap((line) => {
      const [, lineNumber, message] = /^[^:]+:(\d+) (.*)$/.exec(line) ?? [];
      return lineNumber && message
        ? [{ path: CONFIG_FILE, line: Number(lineNumber), level: 'failure' as const, title: error.code, message }]
        : [];
    });
    return { summary: `\`\`\`\n${error.message.replaceAll('`', "'")}\n\`\`\`\n${error.hint}`, annotations };
  }
}
