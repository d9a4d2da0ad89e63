import { onDriftReported } from '@tidegate/app/events/drift-reported';
import { renderDocument } from '@tidegate/core/document';
import type { DriftReport } from '@tidegate/core/drift/drift-report';
import { beforeEach, expect, it } from 'vitest';
import { makeServedReport } from '../../core/retrain/served-report.ts';
import { makeZip } from '../../core/run/zip.ts';
import { BotLab, OWN_LOGIN } from '../bot-lab.ts';

let lab: BotLab;
let lastRun = 9000;
beforeEach(() => {
  lab = new BotLab();
});

async function report(changes: Partial<DriftReport> = {}, run: object = {}, name = 'tidegate-drift-churn') {
  lastRun += 1;
  const id = lastRun;
  const text = renderDocument({ ...makeServedReport({}), ...changes });
  const files = { 'drift.json': text, 'drift.html': '<!doctype html>' };
  await lab.github.addArtifact(
    id,
    name,
    makeZip(Object.entries(files).map(([file, content]) => ({ name: file, content }))),
  );
  const path = '.github/workflows/operate.yml';
  const done = lab.github.addRun({ id, path, event: 'schedule', actor: 'github', ...run });
  await onDriftReported(lab.context, done);
  return done;
}

it('writes what a drift job found into the ledger, with the run and the commit of the policy', async () => {
  const run = await report();
  expect(await lab.context.ledger.list()).toMatchObject([
    {
      actor: OWN_LOGIN,
      action: 'drift-found',
      model: 'churn',
      release: 'churn@1.1.0',
      environment: 'production',
      decision: 'drift',
      reason: 'churn in production: 0 of 0 columns have drifted',
      commit: run.headSha,
      runId: run.id,
      url: run.url,
    },
  ]);
});

it('writes the end of it, and nothing while nothing changes', async () => {
  await report();
  await report();
  const quiet: Partial<DriftReport> = { outcome: 'none', windows: ['none'] };
  await report(quiet);
  await report(quiet);
  expect(await lab.actions()).toEqual(['drift-found', 'drift-ended']);
});

it('does so once for a run that is told again', async () => {
  const run = await report();
  await onDriftReported(lab.context, run);
  expect(await lab.actions()).toEqual(['drift-found']);
});

it.each([
  ['another branch', { headBranch: 'wider' }],
  ['a fork', { isFork: true }],
  ['a pull request', { event: 'pull_request' }],
])('believes no report of %s', async (_, run) => {
  await report({}, run);
  expect(await lab.actions()).toEqual([]);
});

it('leaves runs without a report, and models that the policy does not know, alone', async () => {
  await report({ model: 'fraud' }, {}, 'tidegate-drift-fraud');
  await report({}, {}, 'tidegate-verdict-churn');
  expect(await lab.actions()).toEqual([]);
});

it.each<[string, Partial<DriftReport>, string]>([
  ['of another model', { model: 'fraud' }, 'artifact-mismatch'],
  ['of no release', { release: null }, 'artifact-mismatch'],
  ['that is no document', { kind: 'x' as DriftReport['kind'] }, 'document-invalid'],
])('refuses a report %s', async (_, changes, code) => {
  await expect(report(changes)).rejects.toMatchObject({ code });
  expect(await lab.actions()).toEqual([]);
});
