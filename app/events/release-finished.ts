import type { PullRequest, WorkflowRun } from '@tidegate/core/ports/github';
import { parseReleaseTag } from '@tidegate/core/release/release-tag';
import { code } from '@tidegate/core/report/escape';
import { type BotContext, readPolicy, releaseMarker } from '../bot-context.ts';

/** The release run ended: what GitHub now holds is told, not what the run says. */
export async function onReleaseFinished(
  context: BotContext,
  run: WorkflowRun,
  { modelName, pull }: { readonly modelName: string; readonly pull: PullRequest },
): Promise<void> {
  const { github, ledger, ownLogin } = context;
  const report = { issue: pull.number, marker: releaseMarker(modelName) };
  const release = (await github.listReleases()).find(
    ({ draft, tag, commit }) =>
      !draft && parseReleaseTag(tag)?.modelName === modelName && commit === pull.mergeCommitSha,
  );
  if (run.conclusion !== 'success' || !release) {
    const body = `❌ ${code(modelName)} was not released: [the release run](${run.url}) ended with ${code(run.conclusion ?? 'nothing')}. Nothing was published; run it again from there.`;
    await github.upsertComment({ ...report, body });
    return;
  }
  await ledger.append({
    actor: ownLogin,
    action: 'released',
    model: modelName,
    release: release.tag,
    environment: null,
    commit: pull.mergeCommitSha ?? null,
    digest: release.assets.find(({ name }) => name === 'model.onnx')?.digest ?? null,
    decision: null,
    reason: `Pull request #${pull.number}`,
    runId: run.id,
    issue: pull.number,
    comment: null,
    url: release.url,
  });
  const first = (await readPolicy(context))?.models[modelName]?.environments[0]?.name;
  const next = first === undefined ? '' : ` Write \`/promote ${first}\` to let it serve.`;
  const body = `📦 Released [${code(release.tag)}](${release.url}).${next}`;
  await github.upsertComment({ ...report, body });
}
