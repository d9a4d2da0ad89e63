import type { Digest } from '@tidegate/core/digest';
import type { LedgerEvent } from '@tidegate/core/ledger/ledger-event';
import type { PullRequest, Release, WorkflowRun } from '@tidegate/core/ports/github';
import { ASSETS } from '@tidegate/core/release/manifest';
import { parseReleaseTag } from '@tidegate/core/release/release-tag';
import { code } from '@tidegate/core/report/escape';
import { type BotContext, readPolicy, releaseMarker } from '../bot-context.ts';

/** What a release run of ours was asked to release: the bytes that the verdict named. */
interface Subject {
  readonly modelName: string;
  readonly pull: PullRequest;
  readonly digest: Digest | null;
}

/** The release run ended: what GitHub now holds is told, not what the run says. */
export async function onReleaseFinished(context: BotContext, run: WorkflowRun, subject: Subject): Promise<void> {
  const { github, ledger, ownLogin } = context;
  const { modelName, pull, digest } = subject;
  const report = { issue: pull.number, marker: releaseMarker(modelName) };
  const events = await ledger.list();
  const release = run.conclusion === 'success' ? findRelease(await github.listReleases(), events, subject) : undefined;
  if (!release) {
    const why =
      run.conclusion === 'success'
        ? 'ended well, and GitHub holds no release of these bytes that is known to be its own. Delete the one that somebody published by hand, then run it again from there.'
        : `ended with ${code(run.conclusion ?? 'nothing')}. Nothing was published; run it again from there.`;
    const body = `❌ ${code(modelName)} was not released: [the release run](${run.url}) ${why}`;
    await github.upsertComment({ ...report, body });
    return;
  }
  if (!events.some(({ action, runId }) => action === 'released' && runId === run.id))
    await ledger.append({
      actor: ownLogin,
      action: 'released',
      model: modelName,
      release: release.tag,
      environment: null,
      commit: pull.mergeCommitSha ?? null,
      digest,
      decision: null,
      reason: `Pull request #${pull.number}`,
      runId: run.id,
      issue: pull.number,
      comment: null,
      url: release.url,
    });
  const first = (await readPolicy(context))?.models[modelName]?.environments[0]?.name;
  const next = first === undefined ? '' : ` Write \`/promote ${first}\` to let it serve.`;
  const name = `[${code(release.tag)}](${release.url})`;
  const told = release.commit === pull.mergeCommitSha ? `Released ${name}.` : `These bytes are ${name} already.`;
  await github.upsertComment({ ...report, body: `📦 ${told}${next}` });
}

/**
 * The published release of exactly these bytes: the one that the ledger knows, or else the one on the merge commit. Who may write
 * contents can publish anything there, but not other bytes with this digest.
 */
function findRelease(
  releases: readonly Release[],
  events: readonly LedgerEvent[],
  { modelName, pull, digest }: Subject,
): Release | undefined {
  const same = releases.filter(
    ({ draft, tag, assets }) =>
      !draft &&
      parseReleaseTag(tag)?.modelName === modelName &&
      assets.some((asset) => asset.name === ASSETS.model && asset.digest === digest && digest !== null),
  );
  const known = new Set(
    events.filter((event) => event.action === 'released' && event.digest === digest).map((event) => event.release),
  );
  return same.find(({ tag }) => known.has(tag)) ?? same.find(({ commit }) => commit === pull.mergeCommitSha);
}
