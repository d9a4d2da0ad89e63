import { parseDocument } from '@tidegate/core/document';
import { VERDICT, type Verdict } from '@tidegate/core/gate/verdict';
import type { LedgerEvent } from '@tidegate/core/ledger/ledger-event';
import type { WorkflowRun } from '@tidegate/core/ports/github';
import { readRunOfRelease } from '@tidegate/core/release/read-run-of-release';
import { renderHeadline, renderMetrics, renderVerdictComment } from '@tidegate/core/report/render-verdict';
import { VERDICT_FILES, verdictArtifact } from '@tidegate/core/run/artifacts';
import { checkRunFiles } from '@tidegate/core/run/check-run-files';
import { downloadArtifact } from '@tidegate/core/run/download-artifact';
import type { RunRecord } from '@tidegate/core/run/run-record';
import { type BotContext, CONFIG_FILE, checkName, verdictMarker } from '../bot-context.ts';

const CONCLUSIONS = { pass: 'success', fail: 'failure', 'cannot-tell': 'neutral' } as const;

/** The gate ended. Only runs that we dispatched ourselves are in the ledger; what others dispatched decides nothing. */
export async function onGateFinished(context: BotContext, run: WorkflowRun): Promise<void> {
  const { github, ledger } = context;
  const branch = await github.readDefaultBranch();
  if (run.event !== 'workflow_dispatch' || run.headBranch !== branch.name) return;
  const request = (await ledger.list()).findLast(({ runId }) => runId === run.id);
  if (!request?.commit || request.issue === null) return;
  if (request.action === 'release-requested') await onReleaseFinished(context, run, request, request.issue);
  if (request.action === 'validation-requested')
    await onValidationFinished(context, run, request, request.commit, request.issue);
}

async function onValidationFinished(
  context: BotContext,
  run: WorkflowRun,
  request: LedgerEvent,
  sha: string,
  number: number,
): Promise<void> {
  const { github, ledger, ownLogin } = context;
  const { model } = request;
  const check = {
    name: checkName(model),
    headSha: sha,
    status: 'completed',
    externalId: String(run.id),
    detailsUrl: run.url,
  } as const;
  if (run.conclusion !== 'success') {
    const summary = `The gate could not judge this candidate. The log of its run says why: ${run.url}`;
    await github.publishCheck({ ...check, conclusion: 'failure', title: 'Validation failed', summary });
    return;
  }
  const source = `run ${run.id}`;
  const files = await downloadArtifact(github, {
    runId: run.id,
    name: verdictArtifact(model),
    maxBytes: VERDICT_FILES,
  });
  const { record } = await checkRunFiles(files, { source, modelName: model, sha });
  const verdict = parseDocument(VERDICT, new TextDecoder().decode(files['verdict.json']), `verdict.json of ${source}`);
  await ledger.append({
    actor: ownLogin,
    action: 'verdict-given',
    model,
    release: null,
    environment: null,
    commit: sha,
    digest: verdict.candidate.digest,
    decision: verdict.outcome,
    reason: renderHeadline(verdict),
    runId: run.id,
    issue: number,
    comment: null,
    url: run.url,
  });
  // The comment first: who waits for the check then finds the words beside it.
  await writeComment(context, verdict, record, sha, number);
  await github.publishCheck({
    ...check,
    conclusion: CONCLUSIONS[verdict.outcome],
    title: renderHeadline(verdict),
    summary: renderMetrics(verdict),
    text: verdict.rules.map(({ status, message }) => `- **${status}** ${message}`).join('\n'),
  });
}

/** One comment a model, which speaks of the newest head only. */
async function writeComment(
  context: BotContext,
  verdict: Verdict,
  record: RunRecord,
  sha: string,
  number: number,
): Promise<void> {
  const { github } = context;
  const pull = await github.readPullRequest(number);
  if (pull.headSha !== sha) return;
  const changed = await github.listChangedFiles(number);
  const policyChanged = changed.includes(CONFIG_FILE) && (await changesPolicy(context, sha));
  const body = renderVerdictComment({
    verdict,
    run: record,
    baselineParameters: await baselineParameters(context, verdict),
    changedPolicy: policyChanged ? [CONFIG_FILE] : [],
  });
  await github.upsertComment({ issue: number, marker: verdictMarker(verdict.model), body });
}

/** Parameters may change in a pull request; gate, data, environments and drift are policy. */
async function changesPolicy({ github }: BotContext, sha: string): Promise<boolean> {
  const { sha: base } = await github.readDefaultBranch();
  const [before, after] = await Promise.all([github.readText(CONFIG_FILE, base), github.readText(CONFIG_FILE, sha)]);
  const policyOf = (text: string | undefined) => (text ?? '').replace(/^( +)training:\n(?:\1 +.*\n|\s*\n)*/gm, '');
  return policyOf(before) !== policyOf(after);
}

async function baselineParameters({ github }: BotContext, { baseline }: Verdict) {
  if (!baseline?.release) return undefined;
  return (await readRunOfRelease(github, baseline.release, baseline.digest)).parameters;
}

async function onReleaseFinished(
  context: BotContext,
  run: WorkflowRun,
  request: LedgerEvent,
  number: number,
): Promise<void> {
  const { github, ledger, ownLogin } = context;
  const { model } = request;
  const marker = `tidegate:release/${model}`;
  const pull = await github.readPullRequest(number);
  const releases = await github.listReleases();
  const release = releases.find(
    ({ draft, tag, commit }) => !draft && tag.startsWith(`${model}@`) && commit === pull.mergeCommitSha,
  );
  if (run.conclusion !== 'success' || !release) {
    const body = `❌ \`${model}\` was not released: [the release run](${run.url}) ended with \`${run.conclusion}\`. Nothing was published; run it again from there.`;
    await github.upsertComment({ issue: number, marker, body });
    return;
  }
  await ledger.append({
    actor: ownLogin,
    action: 'released',
    model,
    release: release.tag,
    environment: null,
    commit: pull.mergeCommitSha ?? null,
    digest: release.assets.find(({ name }) => name === 'model.onnx')?.digest ?? null,
    decision: null,
    reason: `Pull request #${number}`,
    runId: run.id,
    issue: number,
    comment: null,
    url: release.url,
  });
  const body = `📦 Released [\`${release.tag}\`](${release.url}). Write \`/promote staging\` to let it serve.`;
  await github.upsertComment({ issue: number, marker, body });
}
