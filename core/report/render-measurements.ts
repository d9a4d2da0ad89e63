import { markdownTable } from 'markdown-table';
import type { LeakageFacts, Measurements, RobustnessFact } from '../gate/facts.ts';
import type { Verdict } from '../gate/verdict.ts';
import { code } from './escape.ts';
import { fold } from './fold.ts';
import { count, estimate, percent } from './numbers.ts';
import { renderExpectations } from './render-expectations.ts';
import { renderFairness } from './render-fairness.ts';

const MOST_NAMES = 10;
type Row = readonly [what: string, found: string];
const PERTURBATIONS: Readonly<Record<RobustnessFact['perturbation'], (fact: RobustnessFact) => string>> = {
  noise: ({ noise }) => `noise of ${noise} standard deviations`,
  missing: () => 'missing values',
  unseen: () => 'categories never seen',
};

/** What a prediction that is no class does. */
const FLIPS: Readonly<Partial<Record<Verdict['task'], string>>> = {
  regression: "move by more than a tenth of the target's standard deviation",
};

/** What was measured beside the metrics: only what the policy asks for is there. */
export function renderMeasurements({ measurements, task }: Verdict): readonly string[] {
  const rows: readonly Row[] = [
    ...measurements.calibration.map(
      ({ binning, bins, error }): Row => [
        `calibration error, ${bins} ${binning} bins`,
        `${estimate(error)} before bias correction`,
      ],
    ),
    ...renderDeterminism(measurements),
    ...renderParity(measurements),
    ...measurements.robustness.map((fact) => renderRobustness(fact, task)),
    ...(measurements.leakage ? renderLeakage(measurements.leakage) : []),
    ...measurements.documents.map(
      ({ document, isThere, fields }): Row => [
        `document ${code(document)}`,
        isThere ? `is there with ${fields.length === 0 ? 'no field' : nameSome(fields)}` : 'is missing',
      ],
    ),
  ];
  const parts = [
    ...(rows.length > 0 ? [markdownTable([['measured', 'found'], ...rows.map((row) => [...row])])] : []),
    ...renderFairness(measurements.fairness),
    ...renderExpectations(measurements.expectations),
  ];
  return parts.length === 0 ? [] : [fold(`Measurements: ${titleOf(measurements)}`, parts.join('\n\n'))];
}

function titleOf(measurements: Measurements): string {
  const { fairness, calibration, determinism, parity, robustness, leakage, documents, expectations } = measurements;
  const names: readonly (readonly [boolean, string])[] = [
    [calibration.length > 0, 'calibration'],
    [determinism !== null, 'determinism'],
    [parity !== null, 'parity'],
    [robustness.length > 0, 'robustness'],
    [leakage !== null, 'leakage'],
    [documents.length > 0, 'documents'],
    [fairness.length > 0, 'fairness'],
    [expectations.length > 0, 'expectations of data'],
  ];
  return names.flatMap(([isThere, name]) => (isThere ? [name] : [])).join(', ');
}

function renderDeterminism({ determinism }: Measurements): readonly Row[] {
  if (!determinism) return [];
  const { rows, sameInputTwice, batchAgainstSingle, rowOrder } = determinism;
  const on = `largest difference on ${count(rows)} rows`;
  return [
    ['same input twice', `${on}: ${tiny(sameInputTwice)}`],
    ['batch against single rows', `${on}: ${tiny(batchAgainstSingle)}`],
    ['another order of the rows', `${on}: ${tiny(rowOrder)}`],
  ];
}

function renderParity({ parity }: Measurements): readonly Row[] {
  if (!parity) return [];
  const found = `largest difference on ${count(parity.rows)} rows: ${tiny(parity.maxAbsoluteDifference)}`;
  return [['parity with the training framework', found]];
}

function renderRobustness(fact: RobustnessFact, task: Verdict['task']): Row {
  const worst = fact.worstColumn === null ? '' : `; most by ${code(fact.worstColumn, 80)}`;
  return [
    PERTURBATIONS[fact.perturbation](fact),
    `${percent(fact.flipRate, 2)} of ${count(fact.rows)} predictions ${FLIPS[task] ?? 'flip'}${worst}`,
  ];
}

function renderLeakage({ sharedRows, changedFiles, columns }: LeakageFacts): readonly Row[] {
  const best = columns.slice(0, 3).map(({ column, auc }) => `${code(column, 80)} ${auc.toFixed(3)}`);
  return [
    ...(sharedRows === null ? [] : [['evaluation rows that stand in training too', percent(sharedRows, 2)] as const]),
    ...(changedFiles === null
      ? []
      : [['evaluation files that this changes', changedFiles.length === 0 ? 'none' : nameSome(changedFiles)] as const]),
    ...(best.length === 0 ? [] : [['AUC of single columns', best.join(', ')] as const]),
  ];
}

function nameSome(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => code(name, 80));
  return names.length > shown.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(', ');
}

function tiny(difference: number): string {
  return difference === 0 ? '0' : difference.toExponential(1);
}
