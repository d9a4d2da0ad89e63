import { sha256 } from '../digest.ts';
import { OperatorError } from '../errors.ts';
import { chooseMetrics } from '../evaluation/choose-metrics.ts';
import type { Comparison } from '../evaluation/compare.ts';
import { compareScored } from '../evaluation/compare-scored.ts';
import { computeConfusion, computeCurves } from '../evaluation/compute-curves.ts';
import { countClasses } from '../evaluation/count-classes.ts';
import { describeBootstrap } from '../evaluation/describe-method.ts';
import { noteReversed } from '../evaluation/note-scores.ts';
import type { Sample } from '../evaluation/sample.ts';
import { isDefined, listUndefined } from '../evaluation/undefined-metric.ts';
import type { ProfiledRows } from '../profile/profile-columns.ts';
import { compareSlices } from './compare-slices.ts';
import { type EvaluationRows, readEvaluationRows } from './evaluation-rows.ts';
import type { Evidence, ModelFacts } from './evidence.ts';
import { findThreshold } from './find-threshold.ts';
import { findLostScores } from './lost-scores.ts';
import { measure } from './measure.ts';
import { noteRows } from './note-rows.ts';
import { measureOwnMetrics } from './own-metrics.ts';
import { profiledRows } from './profiled-rows.ts';
import { decideRules, foldOutcome, worseRules } from './rules.ts';
import { type ScoredModel, sampleOf, scoreModel } from './scored-model.ts';
import type { Verdict } from './verdict.ts';
import type { VerdictRequest } from './verdict-request.ts';

export type { Baseline, Candidate, GateTools, Reference, VerdictRequest } from './verdict-request.ts';

/** Runs the models over the evaluation rows and decides. */
export async function decideVerdict(asked: VerdictRequest): Promise<{
  readonly verdict: Verdict;
  /** Rows for a reference profile: all of the evaluation's, or an even sample of many, with what the candidate says. */
  readonly profiled: ProfiledRows;
}> {
  const request = { ...asked, tools: { ...asked.tools, compare: compareScored(asked.tools.compare) } };
  const rows = await readEvaluationRows(request.model, request);
  const opened: ScoredModel[] = [];
  const open = async (file: VerdictRequest['candidate'] | NonNullable<VerdictRequest['baseline']>) => {
    const scored = await scoreModel(request.tools.runtime, file, request.model, rows);
    opened.push(scored);
    return scored;
  };
  try {
    const candidate = await open(request.candidate);
    const { baseline, lost } = await openBaseline(request, open);
    const verdict = await judge(request, rows, { candidate, baseline, lost });
    return { verdict, profiled: profiledRows(request, rows, { candidate, threshold: verdict.evaluation.threshold }) };
  } finally {
    for (const { open: model } of opened) await model.release();
  }
}

interface Models {
  readonly candidate: ScoredModel;
  readonly baseline: ScoredModel | undefined;
  readonly lost: string | null;
}

/** A model that serves and cannot be run on these rows is no reason to pass: rules that need it cannot tell. */
async function openBaseline(
  { baseline, lostBaseline }: VerdictRequest,
  open: (file: NonNullable<VerdictRequest['baseline']>) => Promise<ScoredModel>,
): Promise<{ readonly baseline: ScoredModel | undefined; readonly lost: string | null }> {
  if (!baseline) return { baseline: undefined, lost: lostBaseline ?? null };
  try {
    return { baseline: await open(baseline), lost: null };
  } catch (error) {
    if (!(error instanceof OperatorError) || baseline.release === null) throw error;
    return { baseline: undefined, lost: error.message };
  }
}

async function judge(request: VerdictRequest, rows: EvaluationRows, models: Models): Promise<Verdict> {
  const { tools, model } = request;
  const { candidate, baseline, lost } = models;
  const { replicates, seed, confidence, interval, group, weight } = model.evaluation;
  const threshold = await findThreshold(request, rows);
  const sample = sampleOf(candidate, rows, threshold.value);
  const ofBaseline = baseline && sampleOf(baseline, rows, request.baseline?.threshold ?? threshold.value);
  const ruleMetrics = model.gate.flatMap((rule) => ('metric' in rule ? [rule.metric] : []));
  const ownNames = model.evaluation['own-metrics'].map(({ name }) => name);
  const asked = ruleMetrics.filter((id) => !ownNames.includes(id));
  const lostScores = findLostScores(model.task, asked, { candidate: sample, baseline: ofBaseline });
  const named = asked.filter((id) => !lostScores.some(({ metric }) => metric === id));
  const seeds = await scoreSeeds(request, rows, threshold.value);
  const comparison: Comparison = {
    candidate: sample,
    baseline: ofBaseline,
    seeds: seeds.length > 0 ? [sample, ...seeds] : [],
    metrics: chooseMetrics(model.task, model.evaluation, named, sample),
    zeroDivision: model.evaluation['zero-division'],
    weights: rows.weights,
    groups: rows.groups,
    replicates,
    seed,
    confidence,
    interval,
    margins: marginsOf(request),
    decidedOn: [...new Set(named)],
  };
  const own = await measureOwnMetrics(request, { sample, baseline: ofBaseline, rows });
  const compareAll = async (asked: Comparison): Promise<Compared> => {
    const all = await tools.compare(asked);
    return {
      metrics: [...all.filter(isDefined), ...own],
      notDefined: [...listUndefined(all, asked), ...lostScores],
      references: await compareReferences(request, rows, asked, threshold.value),
      slices: await compareSlices(tools, model, rows, asked),
    };
  };
  const compared = await compareAll(comparison);
  const { metrics, notDefined, references, slices } = compared;
  const subject = { rows, candidate, baseline, sample, threshold: threshold.value };
  const measurements = await measure(request, subject);
  const classes = countClasses(rows.truth);
  // Not the keys of the counts: an object puts names like "1" before "-1".
  const names = 'classes' in rows.truth ? rows.truth.classes : [];
  const facts = {
    ...measurements,
    task: model.task,
    confidence,
    lostBaseline: lost,
    isUnserved: request.baseline?.environment === null,
    rows: rows.rows,
    classes,
    candidate: await factsOf(request, candidate, rows),
    baseline: baseline && (await factsOf(request, baseline, rows)),
    licence: model.licence,
  };
  const decideOn = (some: Compared) => decideRules(model.gate, { ...facts, ...evidenceOf(some) });
  // The file that would ship must hold every rule by itself; other seeds may only make it harder.
  const rules =
    seeds.length === 0
      ? decideOn(compared)
      : worseRules(decideOn(compared), decideOn(await compareAll({ ...comparison, seeds: [] })));
  const isBinary = model.task === 'binary-classification';
  return {
    kind: 'tidegate.verdict',
    version: 1,
    id: `verdict-${tools.clock.id()}`,
    createdAt: tools.clock.now().toISOString(),
    model: request.modelName,
    task: model.task,
    taskGuessedFrom: request.guessed?.taskFrom ?? null,
    candidate: {
      digest: await sha256(request.candidate.bytes),
      commit: request.candidate.commit,
      pullRequest: request.candidate.pullRequest,
      run: request.candidate.run,
    },
    baseline:
      request.baseline && baseline
        ? {
            digest: await sha256(request.baseline.bytes),
            release: request.baseline.release,
            environment: request.baseline.environment,
          }
        : null,
    baselineLost: lost,
    policy: { rules: 'policy', ...request.policy },
    evaluation: {
      digest: rows.digest,
      n: rows.rows,
      positive: isBinary ? (names[1] ?? null) : null,
      positiveGuessed: isBinary && request.guessed?.positive === true,
      positives: isBinary ? (classes[names[1] ?? ''] ?? 0) : null,
      classes,
      threshold: isBinary ? threshold.value : null,
      thresholdFrom: isBinary ? threshold.from : null,
      group: group ?? null,
      weight: weight ?? null,
      provider: candidate.open.provider,
    },
    interval: { method: describeBootstrap(comparison), confidence, replicates, seed },
    metrics,
    notDefined,
    references,
    rules,
    slices,
    measurements,
    curves: computeCurves(sample, ofBaseline, rows.weights),
    confusion: computeConfusion(sample, ofBaseline, rows.weights, names),
    notes: [
      ...(request.notes ?? []),
      ...noteReversed(metrics, isBinary ? (names[1] ?? null) : null),
      ...noteRows(model, rows, candidate.open),
    ],
    outcome: foldOutcome(rules, lost),
  };
}

/** What the candidate's configuration says when it is trained with other seeds. */
async function scoreSeeds(
  { tools, model, candidate }: VerdictRequest,
  rows: EvaluationRows,
  threshold: number,
): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const { file } of candidate.seeds ?? []) {
    const scored = await scoreModel(tools.runtime, file, model, rows);
    await scored.open.release();
    samples.push(sampleOf(scored, rows, threshold));
  }
  return samples;
}

/** The candidate against all that it is compared with. */
interface Compared {
  readonly metrics: Verdict['metrics'];
  readonly notDefined: Verdict['notDefined'];
  readonly references: Verdict['references'];
  readonly slices: Verdict['slices'];
}

function evidenceOf({ references, ...compared }: Compared): Pick<Evidence, keyof Compared> {
  return { ...compared, references: Object.fromEntries(references.map(({ name, metrics: rows }) => [name, rows])) };
}

async function compareReferences(
  { tools, model, references = [] }: VerdictRequest,
  rows: EvaluationRows,
  comparison: Comparison,
  threshold: number,
): Promise<Verdict['references']> {
  const compared: Verdict['references'] = [];
  for (const file of references) {
    const scored = await scoreModel(tools.runtime, file, model, rows);
    const baseline = sampleOf(scored, rows, file.threshold ?? threshold);
    await scored.open.release();
    const metrics = await tools.compare({ ...comparison, baseline });
    compared.push({ name: file.name, digest: await sha256(file.bytes), metrics: metrics.filter(isDefined) });
  }
  return compared;
}

function marginsOf({ model }: VerdictRequest): Readonly<Record<string, number>> {
  const margins = model.gate.flatMap((rule): [string, number][] =>
    rule.kind === 'non-inferior' && rule.against === 'production' ? [[rule.metric, rule.margin]] : [],
  );
  return Object.fromEntries(margins);
}

async function factsOf(
  { tools, model }: VerdictRequest,
  { file, open }: ScoredModel,
  { sample }: EvaluationRows,
): Promise<ModelFacts> {
  const isAsked = model.gate.some(({ kind }) => kind === 'memory');
  const peakMemoryBytes = isAsked ? await tools.measureMemory(file, open, sample) : null;
  return { bytes: file.bytes.length, opset: open.opset, signature: open.signature, peakMemoryBytes };
}
