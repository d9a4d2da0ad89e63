import { changeParameters, editConfig } from '../edit-config.ts';
import type { DemoSession } from '../session.ts';
import { until } from '../until.ts';
import { botComments, type FinishedCheck, untilChecked } from '../watch.ts';

const BRANCH = 'wider-network';
const PARAMETERS = { units: '[64, 32]', epochs: '20' };

export interface ProposedChange {
  readonly pullRequest: number;
  readonly sha: string;
}

/** A person changes hyper-parameters and opens a pull request; the runner trains its head. */
export async function openImprovement(session: DemoSession): Promise<ProposedChange> {
  const author = session.person('author');
  const config = await editConfig(session, PARAMETERS);
  const sha = await author.push(BRANCH, 'Use a wider network', { 'tidegate.yml': config });
  const title = 'Use a wider network for churn';
  const pullRequest = await author.openPullRequest(BRANCH, title, 'Two layers, 64 and 32 units, 20 epochs.');
  return { pullRequest, sha };
}

/** The verdict comment of the bot: there is exactly one, whatever is pushed. */
export async function readVerdictComment(
  session: DemoSession,
  pullRequest: number,
): Promise<{ readonly id: number; readonly body: string }> {
  return until('the verdict comment', async () => {
    const verdicts = (await botComments(session, pullRequest)).filter(({ body }) =>
      body.includes('tidegate:verdict/churn'),
    );
    if (verdicts.length > 1)
      throw new Error(`The bot wrote ${verdicts.length} verdict comments on #${pullRequest}; one was expected.`);
    return verdicts[0];
  });
}

/** A second push to the same pull request: the bot edits its comment instead of adding one. */
export async function pushAgain(
  session: DemoSession,
): Promise<{ readonly sha: string; readonly check: FinishedCheck }> {
  const config = changeParameters(await editConfig(session, PARAMETERS), { epochs: '24' });
  const sha = await session.person('author').push(BRANCH, 'Train a little longer', { 'tidegate.yml': config });
  return { sha, check: await untilChecked(session, sha) };
}
