import { createBranchLedger } from '@tidegate/core/adapters/branch-ledger';
import { parseDocument } from '@tidegate/core/document';
import { VERDICT, type Verdict } from '@tidegate/core/gate/verdict';
import { DOCUMENT_MAX_BYTES } from '@tidegate/core/limits';
import type { Release } from '@tidegate/core/ports/github';
import { ASSETS } from '@tidegate/core/release/manifest';
import type { FinishedStep } from './progress.ts';
import type { DemoReport } from './report/demo-report.ts';
import { CHURN } from './seed-repository.ts';
import type { DemoSession } from './session.ts';
import type { DriftAlarm } from './steps/watch-drift.ts';
import type { SamplePrediction } from './traffic.ts';
import type { FinishedCheck } from './watch.ts';

const SAMPLES = 8;
const SAMPLE_COLUMNS = ['total_day_minutes', 'number_customer_service_calls', 'international_plan', 'voice_mail_plan'];

/** Reads the page's content back from GitHub, once everything is quiet. */
export async function collectReport(
  session: DemoSession,
  facts: {
    readonly pullRequest: number;
    readonly check: FinishedCheck;
    readonly samples: readonly SamplePrediction[];
    readonly alarm: DriftAlarm;
    readonly restored: string;
    readonly steps: readonly FinishedStep[];
  },
): Promise<DemoReport> {
  const { reader } = session;
  const { alarm, check, samples } = facts;
  const commentsOf = async (issue: number) =>
    (await reader.listComments(issue))
      .toSorted((left, right) => left.id - right.id)
      .map(({ author, body }) => ({ author, body }));
  const pull = await reader.readPullRequest(facts.pullRequest);
  const releases = (await reader.listReleases()).toSorted((left, right) => right.id - left.id);
  const deployments = (
    await Promise.all(['staging', 'production'].map((environment) => reader.listDeployments(environment)))
  ).flat();
  const ledger = createBranchLedger(reader, { now: () => new Date(), id: () => '' });
  return {
    repository: `${CHURN.owner}/${CHURN.name}`,
    steps: facts.steps,
    pullRequest: { number: pull.number, title: pull.title, comments: await commentsOf(pull.number) },
    check: {
      name: 'tidegate/churn',
      conclusion: check.conclusion,
      title: check.title,
      summary: check.summary,
      text: check.text,
    },
    releases: releases.map(({ tag, notes, createdAt, assets }) => ({
      tag,
      notes,
      createdAt,
      assets: assets.map(({ name, bytes, digest }) => ({ name, bytes, digest: digest ?? '' })),
    })),
    deployments: deployments
      .toSorted((left, right) => right.id - left.id)
      .map(({ environment, id, sha, statuses }) => ({
        environment,
        id,
        sha,
        statuses: statuses.map(({ state, description, creator, createdAt }) => ({
          state,
          description,
          creator,
          createdAt,
        })),
      })),
    predictions: { count: samples.length, columns: SAMPLE_COLUMNS, samples: pickSamples(samples) },
    drift: {
      issue: alarm.issue,
      title: alarm.title,
      body: alarm.body,
      retraining: alarm.retraining,
      comments: await commentsOf(alarm.issue),
    },
    ledger: (await ledger.list()).map(({ sequence, at, actor, action, release, environment, reason }) => ({
      sequence,
      at,
      actor,
      action,
      release: release ?? '',
      environment: environment ?? '',
      reason,
    })),
    restoredDigest: facts.restored,
    verdict: await readVerdict(reader, releases[0]),
  };
}

/** Some of both labels, so that the page does not show the majority only. */
function pickSamples(samples: readonly SamplePrediction[]): readonly SamplePrediction[] {
  const labels = [...new Set(samples.map(({ label }) => label))].sort();
  return labels.flatMap((label) =>
    samples.filter((sample) => sample.label === label).slice(0, Math.ceil(SAMPLES / labels.length)),
  );
}

/** The verdict of the newest release, as it was published. */
async function readVerdict(reader: DemoSession['reader'], release: Release | undefined): Promise<Verdict | null> {
  const asset = release?.assets.find(({ name }) => name === ASSETS.verdict);
  if (!asset) return null;
  const bytes = await reader.downloadAsset(asset.id, DOCUMENT_MAX_BYTES);
  return parseDocument(VERDICT, new TextDecoder().decode(bytes), ASSETS.verdict);
}
