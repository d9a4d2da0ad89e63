import { parseDocument } from '@tidegate/core/document';
import { OperatorError } from '@tidegate/core/errors';
import { parseReleaseTag } from '@tidegate/core/release/release-tag';
import { renderRetraining } from '@tidegate/core/report/render-retraining';
import { retrainFile } from '@tidegate/core/retrain/request-retraining';
import { RETRAIN_REQUEST, type RetrainRequest } from '@tidegate/core/retrain/retrain-request';
import { type BotContext, readPolicy } from '../bot-context.ts';

const BRANCH = /^tidegate\/retrain-([a-z][a-z0-9-]{0,39}?)-(?:from-\d+-\d+-\d+|\d{4}-.*)$/;
const NO_COMMIT = '0'.repeat(40);

/**
 * The retrain Action pushed its branch. The bot opens the pull request, because one that a job's own token opened would start
 * no training run.
 */
export async function onBranchPushed(
  context: BotContext,
  push: { readonly ref: string; readonly after: string },
): Promise<void> {
  const { github, ledger, ownLogin, log } = context;
  const branch = push.ref.replace('refs/heads/', '');
  const modelName = BRANCH.exec(branch)?.[1];
  if (!modelName || push.after === NO_COMMIT) return;
  const config = await readPolicy(context);
  const text = await github.readText(retrainFile(modelName), push.after);
  if (!config || !Object.hasOwn(config.models, modelName) || text === undefined) return;
  if ((await github.listPullRequestsOfCommit(push.after)).length > 0) return;
  const request = parseDocument(RETRAIN_REQUEST, text, retrainFile(modelName));
  refuseOtherModel(request, modelName);
  const base = await github.readDefaultBranch();
  const report = request.driftReport;
  try {
    const pull = await github.openPullRequest({
      head: branch,
      base: base.name,
      title: `Retrain ${modelName}: ${request.reason}`,
      body: renderRetraining(request),
      labels: ['tidegate:retrain'],
    });
    await ledger.append({
      actor: ownLogin,
      action: 'retraining-requested',
      model: modelName,
      release: request.replaces,
      environment: null,
      commit: push.after,
      digest: report?.digest ?? null,
      decision: null,
      reason: request.reason,
      runId: null,
      issue: pull.number,
      comment: null,
      url: pull.url,
    });
  } catch (error) {
    if (!(error instanceof OperatorError) || error.code !== 'github-rejected') throw error;
    log(`the pull request of ${branch} is there already: ${error.message}`);
  }
}

function refuseOtherModel({ model, replaces }: RetrainRequest, modelName: string): void {
  const replaced = replaces === null ? modelName : parseReleaseTag(replaces)?.modelName;
  if (model === modelName && replaced === modelName) return;
  throw new OperatorError(
    'document-invalid',
    `${retrainFile(modelName)} asks to train ${model} in place of ${replaces ?? 'nothing'}, on a branch of ${modelName}.`,
    'The retrain Action writes branch and file; ask for retraining through it.',
  );
}
