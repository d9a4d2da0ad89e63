import { createBranchLedger } from '@tidegate/core/adapters/branch-ledger';
import { createServingClient } from '@tidegate/core/adapters/serving-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playStory } from '../../cli/demo/play-story.ts';
import type { FinishedStep, Progress } from '../../cli/demo/progress.ts';
import type { DemoReport } from '../../cli/demo/report/demo-report.ts';
import { renderReportPage } from '../../cli/demo/report/render-page.ts';
import { type DemoSession, startSession } from '../../cli/demo/session.ts';
import { expectConformance } from '../emulator/expect-conformance.ts';

const finished: FinishedStep[] = [];
const quiet: Progress = {
  finished,
  async step(title, run) {
    const { detail, value } = await run(() => {});
    finished.push({ title, detail, durationMs: 0 });
    return value;
  },
};
let session: DemoSession;
let report: DemoReport;

beforeAll(async () => {
  session = await startSession({ seed: 7, note: () => {} });
  report = await playStory(session, quiet);
}, 240_000); // a hang, not a speed: other tests run beside it
afterAll(() => session?.close(), 20_000);

describe('the whole loop, with the workflows that users copy, built Actions and a bot of its own', () => {
  it('speaks with GitHub as its official description allows', () => {
    expect(session.github.exchanges.length).toBeGreaterThan(500);
    expect(session.github.deliveries.length).toBeGreaterThan(100);
    expectConformance(session.github);
  });

  it('writes one verdict comment on the pull request, which speaks of the newest head', async () => {
    const verdicts = report.pullRequest.comments.filter(({ body }) => body.includes('<!-- tidegate:verdict/churn -->'));
    const { headSha } = await session.reader.readPullRequest(report.pullRequest.number);
    expect(verdicts).toHaveLength(1);
    expect(verdicts[0]?.author).toBe('tidegate[bot]');
    expect(verdicts[0]?.body).toContain(headSha.slice(0, 7));
    expect(verdicts[0]?.body).toMatch(/`accuracy` ↑\s+\|\s+0\.9\d+ \|/);
  });

  it('publishes immutable releases whose assets GitHub and the manifest give the same digests', async () => {
    expect(report.releases.map(({ tag }) => tag)).toEqual(['churn@1.1.0', 'churn@1.0.0']);
    for (const { tag, assets } of report.releases) {
      expect(assets.map(({ name }) => name).sort()).toEqual([
        'SHA256SUMS',
        'manifest.json',
        'model.onnx',
        'profile.json.br',
        'run-record.json',
        'verdict.json',
      ]);
      const release = await session.reader.findRelease(tag);
      const manifest = release?.assets.find(({ name }) => name === 'manifest.json');
      const text = new TextDecoder().decode(await session.reader.downloadAsset(manifest?.id ?? 0, 1_000_000));
      expect(JSON.parse(text).onnx.digest).toBe(assets.find(({ name }) => name === 'model.onnx')?.digest);
    }
  });

  it('serves after the rollback what the deployment, the release and the server itself agree on', async () => {
    const served = await createServingClient(session.servers.production).readServed('churn');
    const released = report.releases
      .find(({ tag }) => tag === 'churn@1.0.0')
      ?.assets.find(({ name }) => name === 'model.onnx')?.digest;
    const newest = report.deployments.find(({ environment }) => environment === 'production');
    expect(served).toMatchObject({ release: 'churn@1.0.0', digest: released });
    expect(newest?.statuses.map(({ description }) => description)).toContain(`churn@1.0.0 ${released}`);
    expect(report.restoredDigest).toBe(released);
  });

  it('keeps one production deployment active', () => {
    const states = report.deployments
      .filter(({ environment }) => environment === 'production')
      .map(({ statuses }) => statuses[0]?.state);
    expect(states).toEqual(['success', 'inactive', 'inactive']);
  });

  it('refuses a writer with the reason, and lets a maintainer change production', () => {
    const bodies = report.pullRequest.comments.map(({ body }) => body);
    expect(bodies.some((body) => body.includes('permission-too-low') && body.includes('`write`'))).toBe(true);
    expect(bodies.filter((body) => body.startsWith('<!-- tidegate:command/') && body.includes('✅'))).toHaveLength(2);
  });

  it('opens one issue for real drift, and a pull request that trained again', async () => {
    expect(report.drift.body).toContain('| `total_day_minutes`');
    // The release carries what an estimate without labels needs.
    expect(report.drift.body).toMatch(
      /### Performance\n[\s\S]*Estimated without labels by CBPE[\s\S]*takes for granted/,
    );
    const pull = await session.reader.readPullRequest(report.drift.retraining);
    const [check] = await session.reader.listChangedFiles(pull.number);
    expect(check).toBe('.tidegate/retrain/churn.json');
    const comments = await session.reader.listComments(pull.number);
    expect(comments.some(({ body }) => body.includes('tidegate:verdict/churn'))).toBe(true);
  });

  it('keeps an unbroken ledger of who did what', async () => {
    const events = await createBranchLedger(session.reader, { now: () => new Date(), id: () => '' }).list();
    expect(events.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        'validation-requested',
        'verdict-given',
        'released',
        'promotion-requested',
        'deployment-approved',
        'deployed',
        'promotion-refused',
        'rollback-requested',
        'retraining-requested',
      ]),
    );
    expect(
      events.find(
        ({ action, environment, release }) =>
          action === 'promotion-requested' && environment === 'production' && release === 'churn@1.1.0',
      )?.actor,
    ).toBe('octocat');
  });

  it('rejects a deployment that somebody dispatched past the bot', async () => {
    const promotion = { task: 'deploy', environment: 'production', request: '{}' };
    const { runId } = await session.reader.startWorkflow('operate.yml', promotion);
    await session.runner.idle();
    const run = await session.reader.readWorkflowRun(runId ?? 0);
    const [deployment] = await session.reader.listDeployments('production');
    expect(run.conclusion).toBe('failure');
    expect(deployment?.statuses[0]?.state).toBe('failure');
    await expect(createServingClient(session.servers.production).readServed('churn')).resolves.toMatchObject({
      release: 'churn@1.0.0',
    });
  });

  it('renders the page with the comment, the tables and the charts', () => {
    const page = renderReportPage(report);
    expect(page).toMatch(/<pre class="mermaid">[^<]*xychart-beta/);
    expect(page).toContain('churn@1.1.0');
    expect(page).not.toContain('<!-- tidegate:');
  });
});
