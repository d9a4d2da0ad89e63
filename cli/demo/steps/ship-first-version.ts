import { editConfig } from '../edit-config.ts';
import type { StepOutcome } from '../progress.ts';
import type { DemoSession } from '../session.ts';
import { untilChecked, untilReleased, untilServing } from '../watch.ts';

/** The first model of a new repository: nothing serves yet, so the gate has thresholds only and no baseline. */
export async function shipFirstVersion(
  session: DemoSession,
  note: (text: string) => void,
  parameters: Readonly<Record<string, string>> = { learning_rate: '0.005' },
): Promise<StepOutcome<number>> {
  const title = `Train the first ${session.subject.model} model`;
  const release = `${session.subject.model}@1.0.0`;
  const author = session.person('author');
  const maintainer = session.person('maintainer');
  const config = await editConfig(session, parameters);
  const sha = await author.push('first-model', title, { 'tidegate.yml': config });
  const pullRequest = await author.openPullRequest('first-model', title, 'A small network to begin with.');
  note(`pull request #${pullRequest} trains`);
  const check = await untilChecked(session, sha);
  note(`check ${check.conclusion}: ${check.title}`);
  await maintainer.merge(pullRequest);
  await untilReleased(session, release, pullRequest);
  note(`${release} released`);
  for (const environment of ['staging', 'production']) {
    await maintainer.comment(pullRequest, `/promote ${environment}`);
    await untilServing(session, environment, release);
    note(`${release} serves ${environment}`);
  }
  return {
    detail: `${release} is trained, released and serves production (pull request #${pullRequest})`,
    value: pullRequest,
  };
}
