import type { Model } from '../config/schema.ts';
import { readFeatures, readLabels } from '../data/read-columns.ts';
import { splitRows, takeLabels, takeRows } from '../data/split.ts';
import type { Table } from '../data/table.ts';
import { type Digest, sha256 } from '../digest.ts';
import { OperatorError } from '../errors.ts';
import { compareModels } from '../evaluation/compare.ts';
import type { Clock } from '../ports/clock.ts';
import type { Columns, ModelRuntime } from '../ports/model-runtime.ts';
import { decideRule, foldOutcome } from './rules.ts';
import { scoreRows } from './score-rows.ts';
import type { Verdict } from './verdict.ts';

export interface Candidate {
  readonly bytes: Uint8Array;
  readonly source: string;
  readonly commit: string | null;
  readonly pullRequest: number | null;
  readonly run: string | null;
}

export interface Baseline {
  readonly bytes: Uint8Array;
  readonly source: string;
  readonly release: string | null;
  readonly environment: string | null;
}

export interface VerdictRequest {
  readonly runtime: ModelRuntime;
  readonly clock: Clock;
  readonly modelName: string;
  readonly model: Model;
  readonly table: Table;
  readonly candidate: Candidate;
  readonly baseline: Baseline | undefined;
  readonly policy: { readonly commit: string | null; readonly digest: Digest };
}

/** Runs both models over the holdout rows of the table and decides. `scores` are the candidate's, in holdout order. */
export async function decideVerdict(
  request: VerdictRequest,
): Promise<{ readonly verdict: Verdict; readonly scores: Float64Array }> {
  const { model, table, candidate, baseline, clock } = request;
  const rows = splitRows(table, model.data).holdout;
  const columns = takeRows(readFeatures(table, model.data), rows);
  const labels = takeLabels(readLabels(table, model.data), rows);
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const candidateScores = await scoreRows(request.runtime, candidate, columns, rows.length);
  const baselineScores = baseline ? await scoreRows(request.runtime, baseline, columns, rows.length) : undefined;
  const { threshold, replicates, seed, confidence } = model.evaluation;
  const margins = Object.fromEntries(
    model.gate.flatMap((rule) => (rule.kind === 'non-inferior' ? [[rule.metric, rule.margin]] : [])),
  );
  const metrics = compareModels({
    labels,
    candidate: candidateScores,
    baseline: baselineScores,
    threshold,
    replicates,
    seed,
    confidence,
    margins,
  });
  refuseUndefined(
    metrics.map(({ metric, candidate: { value } }) => ({ metric, value })),
    candidate.source,
  );
  const rules = model.gate.map((rule) => decideRule(rule, { metrics, confidence }));
  const verdict: Verdict = {
    kind: 'tidegate.verdict',
    version: 1,
    id: `verdict-${clock.id()}`,
    createdAt: clock.now().toISOString(),
    model: request.modelName,
    candidate: {
      digest: await sha256(candidate.bytes),
      commit: candidate.commit,
      pullRequest: candidate.pullRequest,
      run: candidate.run,
    },
    baseline: baseline
      ? { digest: await sha256(baseline.bytes), release: baseline.release, environment: baseline.environment }
      : null,
    policy: request.policy,
    evaluation: { digest: await digestOfRows(columns, labels), n: rows.length, positives, threshold },
    interval: { method: 'paired bootstrap over rows, percentile', confidence, replicates, seed },
    metrics,
    rules,
    slices: [],
    outcome: foldOutcome(rules),
  };
  return { verdict, scores: candidateScores };
}

function refuseUndefined(values: readonly { readonly metric: string; readonly value: number }[], source: string): void {
  const undefinedMetric = values.find(({ value }) => !Number.isFinite(value));
  if (!undefinedMetric) return;
  throw new OperatorError(
    'metrics-invalid',
    `${source}: ${undefinedMetric.metric} is ${undefinedMetric.value} on the evaluation rows.`,
    'The model gives scores that are not finite; look at its training.',
  );
}

/** Which rows were evaluated, whatever file they came from: digest of features and labels in holdout order. */
function digestOfRows(columns: Columns, labels: Uint8Array): Promise<Digest> {
  const names = Object.keys(columns).sort();
  const values = names.map((name) => [...(columns[name] ?? [])].map((value) => (Number.isNaN(value) ? null : value)));
  return sha256(JSON.stringify({ names, values, labels: [...labels] }));
}
