import { shortDigest } from '../digest.ts';
import type { Evaluation } from '../evaluation/evaluation-document.ts';
import { code, sentence } from './escape.ts';
import { EXPLAINED_POWER, explainCorrection, metricTable } from './metric-table.ts';
import { count } from './numbers.ts';
import { renderNotCompared } from './render-not-compared.ts';
import { renderNotes, renderWarnings } from './render-notes.ts';
import { renderTask } from './render-task.ts';

/** Metrics of a file of predictions for people: a table, and what the numbers rest on. */
export function renderEvaluation(evaluation: Evaluation): string {
  const { metrics, source, baseline, rowsDigest, id, n, group, weight, threshold, notDefined } = evaluation;
  const { confidence, method, replicates, seed } = evaluation.interval;
  const correction = explainCorrection(metrics);
  const effective = Math.round(metrics[0]?.effectiveN ?? n);
  const isOpen = metrics.some(({ decision }) => decision === 'cannot-tell');
  const facts = [
    `${count(n)} rows of ${code(source)}`,
    ...(baseline === null ? [] : [`baseline ${code(baseline.source)} on the same rows`]),
    `evaluation set ${code(shortDigest(rowsDigest))}`,
    ...(id === null ? [] : [`rows by ${code(id)}`]),
    ...(group === null ? [] : [`resampled by ${code(group)}`]),
    ...(weight === null ? [] : [`weighted by ${code(weight)}`]),
    ...(effective === n
      ? []
      : [`worth ${group === null ? '' : 'at least '}${count(effective)} independent rows of equal weight`]),
    ...(notDefined.length === 0
      ? []
      : [
          `not defined on these rows: ${notDefined.map((each) => `${code(each.metric)} (${sentence(each.message)})`).join(', ')}`,
        ]),
    ...(threshold === null ? [] : [`threshold ${threshold}`]),
    `intervals by ${sentence(method)}, ${count(replicates)} replicates, seed ${seed}`,
    ...(correction === undefined ? [] : [sentence(correction)]),
    ...(isOpen ? [EXPLAINED_POWER.replace('What', 'what')] : []),
  ];
  const table = metricTable(metrics, { confidence, other: 'baseline' });
  const parts = [
    ...renderWarnings(evaluation.notes),
    tellOneClass(evaluation) ?? renderTask(evaluation),
    table,
    ...renderNotCompared(metrics),
    ...renderNotes(evaluation.notes),
    `${facts.join('; ')}.`,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Rows of one class alone, which is the negative one: the other has no name. */
function tellOneClass(evaluation: Evaluation): string | undefined {
  const { positive, positiveGuessed, classes } = evaluation;
  const [only] = Object.keys(classes).filter((name) => name !== positive);
  if (!positiveGuessed || only === undefined || positive !== `not ${only}` || classes[positive] !== 0) return undefined;
  const task = renderTask({ ...evaluation, positive: null });
  return `${task} All rows are of the class ${code(only, 80)}, which is taken for the negative one (guessed; --positive sets the positive one).`;
}
