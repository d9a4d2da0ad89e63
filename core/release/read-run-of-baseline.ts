import type { Verdict } from '../gate/verdict.ts';
import type { GitHubPort } from '../ports/github.ts';
import type { RunRecord } from '../run/run-record.ts';
import { readRunOfRelease } from './read-run-of-release.ts';

/** The run record of what a verdict compares with; undefined where nothing serves, or a file that was never released. */
export async function readRunOfBaseline(
  github: Pick<GitHubPort, 'findRelease' | 'downloadAsset'>,
  { baseline }: Pick<Verdict, 'baseline'>,
): Promise<RunRecord | undefined> {
  return baseline?.release ? readRunOfRelease(github, baseline.release, baseline.digest) : undefined;
}
