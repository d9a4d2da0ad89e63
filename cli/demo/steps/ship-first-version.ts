import { editConfig } from '../edit-config.ts';
import type { StepOutcome } from '../progress.ts';
import type { DemoSession } from '../session.ts';
import { untilChecked, untilReleased, untilServing } from '../watch.ts';

/** The first model of a new repository: nothing serves yet, so the gate has thresholds only and no baseline. */
export async function shipFirstVersion(
  session: DemoSession,
  note: (text: string) => void,
): Promise<StepOutcome<number>> {
  const author = session.person('author');
  const maintainer = session.person('maintainer');
  const config = await editConfig(session, { learning_rate: '0.005' });
  const sha = await author.push('first-model', 'Train the first churn model', { 'tidegate.yml': config });
  const pullRequest = await author.openPullRequest(
    'first-model',
    'Train the first churn model',
    'A small network to begin with.',
  );
  note(`pull request #${pullRequest} trains`);
  const check = await untilChecked(session, sha);
  note(`check ${check.conclusion}: ${check.title}`);
  await maintainer.merge(pullRequest);
  await untilReleased(session, 'churn@1.0.0', pullRequest);
  note('churn@1.0.0 released');
  for (const environment of ['staging', 'production']) {
    await maintainer.comment(pullRequest, `/promote ${environment}`);
    await untilServing(session, environment, 'churn@1.0.0');
    note(`churn@1.0.0 serves ${environment}`);
  }
  return {
    detail: `churn@1.0.0 is trained, released and serves production (pull request #${pullRequest})`,
    value: pullRequest,
  };
}
