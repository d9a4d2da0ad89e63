import type { SliceRule } from '../../config/gate-rules.ts';
import { lostBaseline, NO_BASELINE, nameOf } from '../find-comparison.ts';
import type { Evidence, Finding, Rule } from '../rule.ts';
import { checkGap, checkWorst } from '../slice-checks.ts';
import { readSliceValues, type SliceValue, type SliceValues } from '../slice-values.ts';
import { nameSome, worstFinding } from '../worst-finding.ts';

/** No part of the rows may be served much worse than the rest, and none may fail a model by chance. */
export const slice: Rule<SliceRule> = {
  kind: 'slice',
  explanation: `\`slice\` looks at a metric inside parts of the rows, as evaluation.slices cuts them: \`min\` or \`max\` of the worst slice, \`max-gap\` between the best and the worst, \`max-loss\` against production in any.
It fails only where a slice's whole interval is past the bound; the interval is widened for the number of slices (Bonferroni; for gaps: of pairs) and for few rows (Student's t), so the worst of many slices fails no model by chance.
It warns when a value is past a bound but its interval reaches back, and when the metric is not defined in a large enough slice.
It passes when the worst slice meets every bound. Slices with fewer than \`min-rows\` rows (default 100) decide nothing and are named.
It cannot tell when no slice is large enough or defined, a name is unknown, the metric was not computed, or production's model could not be fetched for \`max-loss\`; a \`max-loss\` alone is skipped for a first version.
Under class imbalance the rows of the rarest class count, estimated from its share in all rows.

\`\`\`yaml
- { kind: slice, metric: recall, slices: [region], min: 0.6, max-gap: 0.15, max-loss: 0.05, min-rows: 200 }
\`\`\``,
  source:
    'Chung et al. 2019, Slice Finder (ICDE); Dunn 1961, Journal of the American Statistical Association 56 (Bonferroni); Hesterberg 2015, The American Statistician 69; Zou & Donner 2008, Statistics in Medicine 27.',
  decide(settings, evidence) {
    const chosen = evidence.slices.filter(({ of }) => settings.slices?.includes(of) ?? true);
    const minRows = settings['min-rows'];
    const values = readSliceValues(chosen, { metric: settings.metric, minRows }, evidence);
    const unable = findObstacle(settings, evidence, values);
    if (unable) return { ...headOf(settings), status: 'cannot-tell', actual: null, threshold: null, ...unable };
    const [first, ...rest] = checkAll(settings, evidence, values);
    if (!first) return { ...headOf(settings), ...NOTHING_ASKED };
    return addNotes(worstFinding([first, ...rest]), values, minRows, evidence);
  },
};

const NOTHING_ASKED = {
  status: 'skipped',
  reason: 'nothing-asked',
  actual: null,
  threshold: null,
  message: 'slice has none of min, max, max-gap and max-loss.',
} as const;

function headOf({ metric, slices }: SliceRule): Pick<Finding, 'rule' | 'subject'> {
  return { rule: 'slice', subject: slices ? `${metric} by ${nameSome(slices)}` : `${metric} in every slice` };
}

function findObstacle(
  { metric, slices: names, 'min-rows': minRows }: SliceRule,
  { slices }: Evidence,
  { values, small, undefinedIn, undefinedBecause: why }: SliceValues,
): Pick<Finding, 'reason' | 'message'> | undefined {
  const known = new Set(slices.map(({ of }) => of));
  const unknown = names?.filter((name) => !known.has(name)) ?? [];
  if (unknown.length > 0) {
    const message = `${nameSome(unknown)} is no slice of the evaluation; it has ${nameSome([...known]) || 'none'}.`;
    return { reason: 'slice-unknown', message };
  }
  if (slices.length === 0) {
    return { reason: 'no-slices', message: 'The evaluation rows were not cut: evaluation.slices is empty.' };
  }
  if (values.length > 0) return undefined;
  if (undefinedIn.length > 0) {
    const message = `${metric} is not defined, or was not computed, in any slice: ${nameSome(undefinedIn)}${why ? ` (in the first, ${why})` : ''}.`;
    return { reason: 'metric-undefined', message };
  }
  return { reason: 'slices-too-small', message: `No slice has ${minRows} rows; left out: ${nameSome(small)}.` };
}

function checkAll(settings: SliceRule, evidence: Evidence, { values }: SliceValues): Finding[] {
  const { metric, min, max, 'max-gap': maxGap } = settings;
  const { confidence } = evidence;
  const reasons = { met: 'worst-slice-met', missed: 'slice-missed', straddles: 'interval-straddles-bound' };
  const shared = { values, confidence, name: metric, reasons, estimateOf: ({ candidate }: SliceValue) => candidate };
  const checks = [
    ...(min === undefined ? [] : [checkWorst({ ...shared, limit: min, sign: -1 })]),
    ...(max === undefined ? [] : [checkWorst({ ...shared, limit: max, sign: 1 })]),
    ...(maxGap === undefined ? [] : [checkGap(values, maxGap, confidence, metric)]),
    ...(settings['max-loss'] === undefined ? [] : [checkLoss(settings['max-loss'], settings, evidence, values)]),
  ];
  return checks.map((check) => ({ ...headOf(settings), ...check }));
}

function checkLoss(
  limit: number,
  { metric }: SliceRule,
  evidence: Evidence,
  values: readonly SliceValue[],
): Omit<Finding, 'rule' | 'subject'> {
  const { confidence, baseline, lostBaseline: why } = evidence;
  const missing = why !== null ? lostBaseline(why) : baseline ? undefined : NO_BASELINE;
  if (missing) {
    const { status, reason, message } = missing;
    return { status, reason, message, actual: null, threshold: limit };
  }
  const compared = values.filter(({ loss }) => loss !== undefined);
  if (compared.length === 0) {
    const message = `${metric} against ${nameOf('production', evidence)} is not defined in any slice.`;
    return { status: 'cannot-tell', reason: 'metric-undefined', actual: null, threshold: limit, message };
  }
  const reasons = { met: 'worst-loss-met', missed: 'slice-lost', straddles: 'interval-straddles-loss' };
  const estimateOf = ({ loss }: SliceValue) => loss;
  return checkWorst({ values: compared, estimateOf, confidence, limit, sign: 1, name: `loss of ${metric}`, reasons });
}

/** Who was not heard is said in the same row: a pass over half of the rows must look like one. */
function addNotes(
  finding: Finding,
  { small, undefinedIn, undefinedBecause: why }: SliceValues,
  minRows: number,
  { task }: Pick<Evidence, 'task'>,
): Finding {
  const leftOut = small.length > 0 ? ` Left out with fewer than ${minRows} rows: ${nameSome(small, 2)}.` : '';
  if (undefinedIn.length === 0) return { ...finding, message: finding.message + leftOut };
  const message = `${finding.message} Not defined in: ${nameSome(undefinedIn, 2)}${why ? ` (in the first, ${why})` : ''}.${leftOut}`;
  if (finding.status !== 'pass' && finding.status !== 'warn') return { ...finding, message };
  // A loss of numbers is defined on any rows: where it is not, the candidate's own values are to blame.
  if (task === 'regression') return { ...finding, status: 'cannot-tell', reason: 'slice-undefined', message };
  return { ...finding, status: 'warn', reason: 'slice-undefined', message };
}
