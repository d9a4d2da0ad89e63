import type { DriftReport } from '@tidegate/core/drift/drift-report';
import { refuseNoProbabilities } from '@tidegate/core/drift/performance/choose-layout';
import { chooseWatched } from '@tidegate/core/drift/performance/choose-watched';
import { measureBeside } from '@tidegate/core/drift/performance/measure-classifier';
import { refuseNoClasses } from '@tidegate/core/drift/performance/refuse-no-classes';
import { unfoldCalibration } from '@tidegate/core/drift/performance/unfold-calibration';
import { OperatorError } from '@tidegate/core/errors';
import { readSides } from './drift-sides.ts';
import { followWork } from './follow-work.ts';
import type { RowFlags, RowsToMeasure } from './measure-rows.ts';

/**
 * Performance beside a profile instead of rows: of two classes, by the scores and labels that it keeps by bins.
 * @throws OperatorError `input-invalid` for what needs the rows themselves
 */
export async function measureByProfile(
  flags: RowFlags,
  request: RowsToMeasure,
  { target, id }: { readonly target: string | undefined; readonly id: string | undefined },
): Promise<Pick<DriftReport, 'performance'>> {
  const { policy, settings, profile } = request;
  const task = 'binary-classification';
  const scores = flags.score ?? [];
  const isBinary = (flags.task ?? policy?.task ?? task) === task;
  if (!profile.calibration || flags.multivariate || target === undefined || !isBinary || scores.length !== 1)
    throw needsRows(request);
  const columns = [...scores, ...(flags.prediction === undefined ? [] : [flags.prediction])];
  const { window, read, unmatched } = await readSides({
    ...request,
    reference: undefined,
    columns,
    target,
    id,
    labels: flags.labels,
  });
  const isWhole = read.window.read === read.window.all;
  refuseNoProbabilities(window, scores, { name: 'the current rows', isWhole });
  const threshold = flags.threshold ?? policy?.evaluation.threshold;
  const layout = {
    task,
    classes: profile.calibration.classes,
    scores,
    target,
    prediction: flags.prediction,
    threshold: typeof threshold === 'number' ? threshold : 0.5,
  } as const;
  refuseNoClasses(window, layout, 'the current rows');
  const { onProgress, finish } = followWork('Measuring performance');
  try {
    const metrics = chooseWatched(task, flags.metrics ?? policy?.evaluation.metrics, settings);
    const question = { window, metrics, settings, read, onProgress };
    const performance = measureBeside(unfoldCalibration(profile.calibration), question, layout);
    return { performance: unmatched === undefined ? performance : { ...performance, unmatched } };
  } finally {
    finish();
  }
}

function needsRows({ reference, profile }: RowsToMeasure): OperatorError {
  const known = profile.calibration
    ? 'counts and, by bins, the scores of two classes (--target with one --score)'
    : 'counts, and not the scores and labels by bins that a release of two classes keeps';
  return new OperatorError(
    'input-invalid',
    `${reference} is a profile: it holds ${known}; what is asked needs the rows themselves.`,
    profile.calibration
      ? 'Give the data as --reference.'
      : 'Give the data as --reference; for --target with one --score, release:<model>@<version> or its profile.json.br is enough.',
  );
}
