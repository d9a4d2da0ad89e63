import type { Drift } from '@tidegate/core/config/drift';
import type { Model } from '@tidegate/core/config/schema';
import type { Task } from '@tidegate/core/config/task';
import type { DriftReport } from '@tidegate/core/drift/drift-report';
import { reportMultivariate } from '@tidegate/core/drift/multivariate/multivariate-report';
import { chooseLayout, refuseNoProbabilities } from '@tidegate/core/drift/performance/choose-layout';
import { chooseWatched } from '@tidegate/core/drift/performance/choose-watched';
import { measureClassifier } from '@tidegate/core/drift/performance/measure-classifier';
import { measureRegressor } from '@tidegate/core/drift/performance/measure-regressor';
import type { PerformanceReport } from '@tidegate/core/drift/performance/performance-report';
import { refuseNoClasses } from '@tidegate/core/drift/performance/refuse-no-classes';
import { OperatorError } from '@tidegate/core/errors';
import type { Profile } from '@tidegate/core/profile/profile';
import { type ComparedNames, columnsOfModel } from './comparable-columns.ts';
import { readSides, type Sides, type SidesRequest } from './drift-sides.ts';
import { followWork } from './follow-work.ts';
import { measureByProfile } from './measure-by-profile.ts';

/** Flags that need single rows of both sides. */
export interface RowFlags {
  readonly target?: string;
  readonly score?: readonly string[];
  readonly prediction?: string;
  readonly task?: Task;
  readonly positive?: string;
  readonly classes?: readonly string[];
  readonly threshold?: number;
  readonly metrics?: readonly string[];
  readonly labels?: string;
  readonly id?: string;
  readonly multivariate?: boolean;
}

export interface RowsToMeasure extends Omit<SidesRequest, 'columns' | 'target' | 'labels' | 'id'> {
  readonly reference: string;
  readonly settings: Drift;
  readonly policy: Model | undefined;
  /** What the reference is known by where its rows are not there. */
  readonly profile: Profile;
  readonly isProfile: boolean;
  /** Columns of numbers or categories that are neither target, id nor what the model said. */
  readonly features: readonly string[];
}

/** What the model predicts, and the row's name: from the flags, else from the policy. */
export function namesOf(
  flags: RowFlags & { readonly columns?: readonly string[] | undefined },
  policy: Model | undefined,
): ComparedNames {
  const said = [...(flags.score ?? []), ...(flags.prediction === undefined ? [] : [flags.prediction])];
  const target = flags.target ?? (said.length > 0 ? policy?.data.target : undefined);
  if (target === undefined && (said.length > 0 || flags.labels !== undefined))
    throw new OperatorError('input-invalid', 'Which column holds the truth is not known.', 'Give --target.');
  if (target !== undefined && said.length === 0 && flags.labels !== undefined)
    throw new OperatorError(
      'input-invalid',
      '--labels are given, but not what the model said of the rows.',
      'Give --score (probabilities) or --prediction (labels or values) too.',
    );
  const ofModel = policy && flags.columns === undefined ? columnsOfModel(policy) : undefined;
  return { said, target, id: flags.id ?? policy?.data.id, ofModel };
}

/** Performance where the flags name what the model said, and the columns together where they ask for it. */
export async function measureRows(
  flags: RowFlags,
  request: RowsToMeasure,
): Promise<Pick<DriftReport, 'performance' | 'multivariate'>> {
  const { said, target, id } = namesOf(flags, request.policy);
  const isMeasured = target !== undefined && said.length > 0;
  if (!isMeasured && !flags.multivariate) return {};
  if (request.isProfile) return measureByProfile(flags, request, { target, id });
  const columns = [...new Set([...request.features, ...said])];
  const sides = await readSides({ ...request, columns, target, id, labels: flags.labels });
  return {
    ...(isMeasured && { performance: measurePerformance(flags, request, { said, target }, sides) }),
    ...(flags.multivariate && { multivariate: measureTogether(request, sides) }),
  };
}

function measurePerformance(
  flags: RowFlags,
  { policy, settings, features }: RowsToMeasure,
  { target }: { readonly said: readonly string[]; readonly target: string },
  { reference, window, read, unmatched }: Sides,
): PerformanceReport {
  const { data, evaluation, task } = policy ?? {};
  const threshold = evaluation?.threshold;
  const layout = chooseLayout(
    {
      task: flags.task ?? task,
      target,
      scores: flags.score ?? [],
      prediction: flags.prediction,
      positive: flags.positive ?? data?.positive,
      classes: flags.classes ?? data?.classes,
      threshold: flags.threshold ?? (typeof threshold === 'number' ? threshold : 0.5),
      features,
    },
    reference,
  );
  if (layout.task !== 'regression')
    for (const [columns, side, name] of [
      [reference, read.reference, 'the reference'],
      [window, read.window, 'the current rows'],
    ] as const) {
      refuseNoProbabilities(columns, layout.scores, { name, isWhole: side.read === side.all });
      refuseNoClasses(columns, layout, name);
    }
  const metrics = chooseWatched(layout.task, flags.metrics ?? evaluation?.metrics, settings);
  const { onProgress, finish } = followWork('Measuring performance');
  try {
    const question = { reference, window, metrics, settings, read, onProgress };
    const measured =
      layout.task === 'regression' ? measureRegressor(question, layout) : measureClassifier(question, layout);
    return unmatched === undefined ? measured : { ...measured, unmatched };
  } finally {
    finish();
  }
}

function measureTogether({ settings, features }: RowsToMeasure, { reference, window, read }: Sides) {
  const { onProgress, finish } = followWork('Comparing all columns together');
  try {
    const only = (columns: Sides['reference']) =>
      Object.fromEntries(Object.entries(columns).filter(([name]) => features.includes(name)));
    return reportMultivariate({ reference: only(reference), window: only(window), read, settings, onProgress });
  } finally {
    finish();
  }
}
