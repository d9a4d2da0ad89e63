import { parseDocument } from '@tidegate/core/document';
import { DRIFT_REPORT, type ServedReport } from '@tidegate/core/drift/drift-report';
import { OperatorError } from '@tidegate/core/errors';
import type { WorkflowRun } from '@tidegate/core/ports/github';
import { renderDriftHeadline } from '@tidegate/core/report/render-drift';
import { planDriftEvent } from '@tidegate/core/retrain/drift-history';
import { DRIFT_FILES, driftArtifact } from '@tidegate/core/run/artifacts';
import { downloadArtifact } from '@tidegate/core/run/download-artifact';
import { type BotContext, readPolicy } from '../bot-context.ts';

const EVENTS = ['schedule', 'workflow_dispatch'];

/** A drift job ended: what its reports say goes into the ledger, which the bot alone may write. */
export async function onDriftReported(context: BotContext, run: WorkflowRun): Promise<void> {
  const { github, ledger, ownLogin } = context;
  const branch = await github.readDefaultBranch();
  // Jobs of other branches may upload what they like under this name.
  if (!EVENTS.includes(run.event) || run.headBranch !== branch.name || run.isFork || run.status !== 'completed') return;
  const uploaded = new Set((await github.listArtifacts(run.id)).map(({ name }) => name));
  const models = Object.keys((await readPolicy(context))?.models ?? {});
  for (const modelName of models.filter((model) => uploaded.has(driftArtifact(model)))) {
    const report = await readReport(context, run, modelName);
    const entry = planDriftEvent(report, await ledger.list(), {
      actor: ownLogin,
      commit: run.headSha,
      reason: renderDriftHeadline(report).slice(0, 500),
      runId: run.id,
      url: run.url,
    });
    if (entry) await ledger.append(entry);
  }
}

async function readReport({ github }: BotContext, run: WorkflowRun, modelName: string): Promise<ServedReport> {
  const name = driftArtifact(modelName);
  const { files } = await downloadArtifact(github, { runId: run.id, name, maxBytes: DRIFT_FILES });
  const source = `drift.json of run ${run.id}`;
  const report = parseDocument(DRIFT_REPORT, new TextDecoder().decode(files['drift.json']), source);
  const { model, release, environment, digest } = report;
  if (model === modelName && release !== null && environment !== null && digest !== null)
    return { ...report, model, release, environment, digest };
  throw new OperatorError(
    'artifact-mismatch',
    `${source} speaks of ${model ?? 'no model'} as ${release ?? 'no release'} in ${environment ?? 'no environment'}, expected a release of ${modelName}.`,
    'The drift Action writes it; run the drift job again.',
  );
}
