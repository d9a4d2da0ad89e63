import { parseDocument } from '@tidegate/core/document';
import { OperatorError } from '@tidegate/core/errors';
import { VERDICT, type Verdict } from '@tidegate/core/gate/verdict';
import type { PullRequest, WorkflowRun } from '@tidegate/core/ports/github';
import { readRunOfBaseline } from '@tidegate/core/release/read-run-of-baseline';
import { code, plain } from '@tidegate/core/report/escape';
import { renderHeadline, renderMetrics, renderRules, renderVerdictSection } from '@tidegate/core/report/render-verdict';
import { VERDICT_FILES, verdictArtifact } from '@tidegate/core/run/artifacts';
import { checkRunFiles } from '@tidegate/core/run/check-run-files';
import { downloadArtifact } from '@tidegate/core/run/download-artifact';
import type { RunRecord } from '@tidegate/core/run/run-record';
import { type BotContext, CONFIG_FILE, checkName, requirePolicy } from '../bot-context.ts';
import { annotateRules } from './annotate-rules.ts';
import { findConfigMistake } from './find-config-mistake.ts';
import { ownsCheck } from './list-judged-pulls.ts';
import { readPolicyChanges } from './read-policy-changes.ts';
import { requestRelease } from './request-release.ts';
import { tellNoVerdict } from './tell-no-verdict.ts';
import { tellNotReleased } from './tell-not-released.ts';
import { writeSection } from './write-section.ts';

const CONFIG_WARNING = {
  name: 'policy',
  text: `> [!CAUTION]\n> **The ${CONFIG_FILE} of this pull request is not valid**, so its check fails: the check names every mistake.`,
} as const;
const CONCLUSIONS = { pass: 'success', fail: 'failure', 'cannot-tell': 'neutral' } as const;

interface Subject {
  readonly modelName: string;
  readonly sha: string;
  readonly pull: PullRequest;
}

/** The gate has judged a commit: the ledger, the comment and the check say what it found. */
export async function onValidationFinished(context: BotContext, run: WorkflowRun, subject: Subject): Promise<void> {
  const { github, ledger, ownLogin } = context;
  const { modelName, sha, pull } = subject;
  const failure = { ...subject, title: 'Validation failed', url: run.url };
  if (run.conclusion !== 'success') {
    const reason = `The gate could not judge this candidate; its run ended with ${code(run.conclusion ?? 'nothing')}. [Its log](${run.url}) says why.`;
    return tellNoVerdict(context, { ...failure, reason });
  }
  const found = await readVerdict(context, run, subject);
  if ('problem' in found) {
    const { code: reasonCode, message, hint } = found.problem;
    const reason = `${plain(message, 1000)} ${plain(hint)}\n\n<sub>reason: ${code(reasonCode)}</sub>`;
    return tellNoVerdict(context, { ...failure, reason });
  }
  const { verdict, record } = found;
  // A tidegate.yml that does not parse would be the policy after the merge: no verdict makes that good.
  const mistake = await findConfigMistake(context, { sha, changed: await github.listChangedFiles(pull.number) });
  await ledger.append({
    actor: ownLogin,
    action: 'verdict-given',
    model: modelName,
    release: null,
    environment: null,
    commit: sha,
    digest: verdict.candidate.digest,
    decision: verdict.outcome,
    reason: renderHeadline(verdict),
    runId: run.id,
    issue: pull.number,
    comment: null,
    url: run.url,
  });
  // The comment first: who waits for the check then finds the words beside it. It speaks of the newest head only.
  const isConfigInvalid = mistake !== undefined;
  if (pull.headSha === sha) await writeVerdict(context, { verdict, record, pull, url: run.url, isConfigInvalid });
  if (await ownsCheck(context, pull, sha))
    await github.publishCheck({
      name: checkName(modelName),
      headSha: sha,
      status: 'completed',
      externalId: String(run.id),
      detailsUrl: run.url,
      conclusion: mistake ? 'failure' : CONCLUSIONS[verdict.outcome],
      title: mistake ? `${CONFIG_FILE} is not valid` : renderHeadline(verdict),
      summary: renderMetrics(verdict),
      text: mistake ? `${mistake.summary}\n\n${renderRules(verdict)}` : renderRules(verdict),
      annotations: mistake?.annotations ?? (await annotateRules(context, verdict, sha)),
    });
  if (pull.headSha !== sha || mistake) return;
  if (verdict.outcome === 'pass') await requestRelease(context, pull, modelName);
  else if (pull.merged)
    await tellNotReleased(context, { modelName, pull, reason: 'the gate did not pass what was merged.' });
}

/** The documents of the gate's artifact, which must speak of this model and commit; or what is wrong with them. */
async function readVerdict(
  { github }: BotContext,
  run: WorkflowRun,
  { modelName, sha }: Subject,
): Promise<{ readonly verdict: Verdict; readonly record: RunRecord } | { readonly problem: OperatorError }> {
  const source = `run ${run.id}`;
  const name = verdictArtifact(modelName);
  try {
    const { files } = await downloadArtifact(github, { runId: run.id, name, maxBytes: VERDICT_FILES });
    const { record } = await checkRunFiles(files, { source, modelName, sha });
    const text = new TextDecoder().decode(files['verdict.json']);
    const verdict = parseDocument(VERDICT, text, `verdict.json of ${source}`);
    const { commit, digest } = verdict.candidate;
    if (verdict.model === modelName && commit === sha && digest === record.onnx.digest) return { verdict, record };
    const message = `The verdict of ${source} speaks of ${verdict.model} at ${commit} (${digest}), expected ${modelName} at ${sha} (${record.onnx.digest}).`;
    return { problem: new OperatorError('artifact-mismatch', message, 'Run the training job again.') };
  } catch (error) {
    if (error instanceof OperatorError && !error.code.startsWith('github-')) return { problem: error };
    throw error;
  }
}

async function writeVerdict(
  context: BotContext,
  judged: {
    readonly verdict: Verdict;
    readonly record: RunRecord;
    readonly pull: PullRequest;
    readonly url: string;
    readonly isConfigInvalid: boolean;
  },
): Promise<void> {
  const { verdict, record, pull, url, isConfigInvalid } = judged;
  const policy = await requirePolicy(context);
  const model = policy.models[verdict.model];
  const report = {
    verdict,
    run: record,
    baselineRun: await readRunOfBaseline(context.github, verdict),
    policyChanges: await readPolicyChanges(context, policy, pull),
    firstEnvironment: model?.environments[0]?.name ?? null,
    gate: model?.gate ?? [],
  };
  const section = renderVerdictSection(report, url);
  const [headline, ...parts] = section.parts;
  const warned = isConfigInvalid && headline ? [headline, CONFIG_WARNING, ...parts] : section.parts;
  await writeSection(context, pull, { ...section, parts: warned });
}
