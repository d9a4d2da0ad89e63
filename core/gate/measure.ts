import type { GateRule } from '../config/gate-rules.ts';
import { cellsOf } from '../data/read-columns.ts';
import { readCodes, takeTruth } from '../data/truth.ts';
import { estimateMeasure } from '../evaluation/estimate-measure.ts';
import { explainFairness } from '../evaluation/explain-fairness.ts';
import { prepareFairness } from '../evaluation/fairness.ts';
import { prepareMetric } from '../evaluation/metrics.ts';
import type { Sample } from '../evaluation/sample.ts';
import { unitsOf } from '../evaluation/units.ts';
import { LISTED_FILES_MAX } from '../limits.ts';
import type { EvaluationRows } from './evaluation-rows.ts';
import type { CalibrationFact, FairnessFact, LeakageFacts, Measurements, RobustnessFact, SpeedFact } from './facts.ts';
import { measureDeterminism } from './probes/determinism.ts';
import { measureExpectations } from './probes/expectations.ts';
import { measureSpeed } from './probes/latency.ts';
import { measureSharedRows, rankColumns } from './probes/leakage.ts';
import { measureParity } from './probes/parity.ts';
import { standardDeviation } from './probes/perturb.ts';
import { measureRobustness } from './probes/robustness.ts';
import { readModelCard } from './read-model-card.ts';
import type { ScoredModel } from './scored-model.ts';
import type { VerdictRequest } from './verdict-request.ts';

export interface Subject {
  readonly rows: EvaluationRows;
  readonly candidate: ScoredModel;
  readonly baseline: ScoredModel | undefined;
  readonly sample: Sample;
  readonly threshold: number;
}

type RuleOf<Kind extends GateRule['kind']> = Extract<GateRule, { readonly kind: Kind }>;

/** Measures what the policy has a rule for, and nothing else. */
export async function measure(request: VerdictRequest, subject: Subject): Promise<Measurements> {
  const { gate, evaluation } = request.model;
  const { rows, candidate } = subject;
  const of = <Kind extends GateRule['kind']>(kind: Kind) =>
    gate.filter((rule): rule is RuleOf<Kind> & GateRule => rule.kind === kind);
  const { sample } = rows;
  const shared = { model: candidate.open, columns: sample.columns, rows: sample.rows, seed: evaluation.seed };
  return {
    fairness: of('fairness').flatMap((rule) => measureFairness(rule, request, subject) ?? []),
    calibration: of('calibration').flatMap((rule) => measureCalibration(rule, request, subject) ?? []),
    speed: await measureSpeeds([...of('latency'), ...of('throughput')], request, subject),
    determinism: of('determinism').length > 0 ? await measureDeterminism(shared) : null,
    parity:
      of('parity').length > 0 && request.predictions
        ? measureParity(request.predictions, candidate.scored, 'predictions.json')
        : null,
    robustness: await measurePerturbations(of('robustness'), request, subject),
    leakage: of('leakage').length > 0 ? await measureLeakage(of('leakage'), request, subject) : null,
    documents: await readDocuments(of('documents'), request),
    expectations: await measureExpectations(of('data-expectations'), request),
  };
}

function boot({ model }: VerdictRequest, { rows, sample }: Subject) {
  const { replicates, seed, confidence } = model.evaluation;
  return { units: unitsOf(sample, rows.groups, rows.weights), replicates, seed, confidence };
}

function measureFairness(
  rule: RuleOf<'fairness'>,
  request: VerdictRequest,
  subject: Subject,
): FairnessFact | undefined {
  const { sample, rows } = subject;
  if (sample.task !== 'binary-classification') return undefined;
  const cells = cellsOf(rows.table, rule.column);
  const codes = readCodes(rows.table, rule.column);
  const names = [...new Set(cells)];
  const counts = names.map((_, code) => codes.filter((other) => other === code).length);
  const groups = names.map((group, code) => {
    const size = counts[code] ?? 0;
    return { group: group === '' ? '(missing)' : group, rows: size, isCounted: size >= rule['min-rows'] };
  });
  const counted = codes.map((code) => (groups[code]?.isCounted ? code : -1));
  const estimate = estimateMeasure(
    prepareFairness(rule.criterion, sample, counted, names.length),
    boot(request, subject),
  );
  const { criterion, column } = rule;
  // JSON has no NaN: a fact without a number says why it has none.
  return Object.values(estimate).every(Number.isFinite)
    ? { criterion, column, estimate, notDefined: null, groups }
    : { criterion, column, estimate: null, notDefined: explainFairness(criterion, sample, codes, groups), groups };
}

function measureCalibration(
  { binning, bins }: RuleOf<'calibration'>,
  request: VerdictRequest,
  subject: Subject,
): CalibrationFact | undefined {
  const { sample } = subject;
  if (sample.task !== 'binary-classification' || !sample.scores) return undefined;
  const name =
    binning === 'equal-width' ? 'expected_calibration_error' : ('expected_calibration_error_equal_mass' as const);
  const id = { id: name, name, strategy: undefined, average: undefined, parameter: bins } as const;
  return { binning, bins, error: estimateMeasure(prepareMetric(sample, id, 0), boot(request, subject)) };
}

async function measureSpeeds(
  rules: readonly (RuleOf<'latency'> | RuleOf<'throughput'>)[],
  { tools, model }: VerdictRequest,
  { rows, candidate, baseline }: Subject,
): Promise<SpeedFact[]> {
  const facts: SpeedFact[] = [];
  const { confidence, seed } = model.evaluation;
  for (const batchSize of new Set(rules.map((rule) => rule['batch-size']))) {
    const models = { candidate: candidate.open, baseline: baseline?.open };
    const { columns, rows: count } = rows.sample;
    facts.push(
      await measureSpeed({ ...models, columns, rows: count, batchSize, stopwatch: tools.stopwatch, confidence, seed }),
    );
  }
  return facts;
}

async function measurePerturbations(
  rules: readonly RuleOf<'robustness'>[],
  { model }: VerdictRequest,
  { rows, candidate, threshold }: Subject,
): Promise<RobustnessFact[]> {
  const facts: RobustnessFact[] = [];
  const { seed, confidence } = model.evaluation;
  const { truth, sample } = rows;
  const targetDeviation = truth.labels instanceof Float64Array ? standardDeviation(truth.labels) : undefined;
  const { columns, rows: count } = sample;
  const shared = { model: candidate.open, task: model.task, columns, rows: count, threshold, targetDeviation };
  const seen = new Set<string>();
  for (const { perturbation, noise } of rules) {
    if (seen.has(`${perturbation} ${noise}`)) continue;
    seen.add(`${perturbation} ${noise}`);
    const { fact } = await measureRobustness({ ...shared, perturbation, noise, seed, confidence });
    facts.push(fact);
  }
  return facts;
}

async function measureLeakage(
  rules: readonly RuleOf<'leakage'>[],
  { model, changedFiles }: VerdictRequest,
  { rows }: Subject,
): Promise<LeakageFacts> {
  const asks = (check: RuleOf<'leakage'>['check']) => rules.some((rule) => rule.check === check);
  const files = [model.data.evaluation ?? model.data.path];
  const { sample, truth, source, training } = rows;
  return {
    sharedRows: asks('shared-rows') && training ? await measureSharedRows(source, training, model.data) : null,
    // GitHub lists so many files and no more: what else the pull request changes is not known.
    changedFiles:
      changedFiles && changedFiles.length < LISTED_FILES_MAX
        ? changedFiles.filter((file) => files.includes(file))
        : null,
    columns: asks('single-column') ? rankColumns(sample.columns, takeTruth(truth, sample.index)) : [],
  };
}

async function readDocuments(
  rules: readonly RuleOf<'documents'>[],
  { readDocument }: VerdictRequest,
): Promise<Measurements['documents']> {
  if (!readDocument) return [];
  const paths = [...new Set(rules.map(({ card }) => card))];
  return Promise.all(paths.map(async (path) => readModelCard(path, await readDocument(path))));
}
