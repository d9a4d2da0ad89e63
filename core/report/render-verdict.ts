import { markdownTable } from 'markdown-table';
import { shortDigest } from '../digest.ts';
import type { MetricRow } from '../evaluation/metric-row.ts';
import type { RuleStatus, Verdict } from '../gate/verdict.ts';
import { COMMENT_MAX_CHARACTERS } from '../limits.ts';
import type { RunRecord } from '../run/run-record.ts';
import { code, plain, sentence } from './escape.ts';
import { count, interval, metric, signed } from './numbers.ts';
import { type ChangedPolicy, renderParameters, renderPolicyChanges } from './render-changes.ts';
import { renderGains, renderHistory } from './render-charts.ts';

const MOST_NAMES = 5;
const DECISIONS: Readonly<Record<MetricRow['decision'], string>> = {
  better: '🟢 better',
  'not-worse': '🟢 not worse',
  worse: '🔴 worse',
  'cannot-tell': '⚪ cannot tell',
  'no-baseline': '— no baseline',
};
const STATUSES: Readonly<Record<RuleStatus, string>> = {
  pass: '✅ pass',
  warn: '⚠️ warn',
  fail: '❌ fail',
  'cannot-tell': '❔ cannot tell',
  skipped: '⏭️ skipped',
};

export interface VerdictReport {
  readonly verdict: Verdict;
  /** The run record is the pull request's claim: its words are escaped, its metrics are not shown as facts. */
  readonly run: RunRecord;
  /** Parameters of the version that serves, to show what changed. */
  readonly baselineParameters?: RunRecord['parameters'] | undefined;
  readonly policyChanges?: ChangedPolicy;
  /** Where a release goes first; null when the model has no environments. */
  readonly firstEnvironment?: string | null;
}

/** One line that a reviewer can act on. */
export function renderHeadline({ model, outcome, baseline, rules }: Verdict): string {
  const names = (status: RuleStatus) => {
    const some = rules.filter((rule) => rule.status === status).map(({ rule, subject }) => `${rule} ${subject}`);
    return some.length > MOST_NAMES ? `${some.slice(0, MOST_NAMES).join(', ')} and more` : some.join(', ');
  };
  const against = baseline
    ? `against ${baseline.release ?? 'the baseline'}${baseline.environment ? `, which serves ${baseline.environment}` : ''}`
    : 'as the first version; nothing serves yet';
  return {
    pass: `${model} may ship ${against}`,
    fail: `${model} must not ship (${names('fail')}) ${against}`,
    'cannot-tell': `${model}: too few rows to tell (${names('cannot-tell')}) ${against}`,
  }[outcome];
}

/** The pull request's comment: the verdict in words, every metric with its noise, the rules, and how to go on. */
export function renderVerdictComment(report: VerdictReport): string {
  const { verdict, run } = report;
  const icon = { pass: '✅', fail: '❌', 'cannot-tell': '❔' }[verdict.outcome];
  const sections = [
    `## ${icon} ${renderTitle(verdict)}`,
    ...renderPolicyChanges(report.policyChanges),
    renderMetrics(verdict),
    renderRules(verdict),
    `**Next:** ${nextStep(verdict, report.firstEnvironment)}`,
    ...renderGains(verdict),
    ...renderParameters(run, report.baselineParameters),
    ...renderHistory(run),
    renderFacts(verdict, run),
  ];
  return sections.join('\n\n').slice(0, COMMENT_MAX_CHARACTERS);
}

/** As a heading. GitHub would make an e-mail address of `churn@1.0.0`, so it stands in a code span. */
function renderTitle(verdict: Verdict): string {
  const title = plain(renderHeadline(verdict));
  const release = verdict.baseline?.release;
  return release ? title.replace(plain(release), () => code(release)) : title;
}

export function renderMetrics(verdict: Verdict): string {
  const confidence = Math.round(verdict.interval.confidence * 100);
  const head = ['metric', 'candidate', 'production', 'difference', `${confidence} % interval`, 'decision'];
  const rows = verdict.metrics.map((row) => [
    `${code(row.metric)} ${row.higherIsBetter ? '↑' : '↓'}`,
    metric(row.candidate.value),
    row.baseline ? metric(row.baseline.value) : '—',
    row.difference ? signed(row.difference.value) : '—',
    row.difference
      ? interval(row.difference.low, row.difference.high)
      : `${metric(row.candidate.low)} … ${metric(row.candidate.high)}`,
    decision(row),
  ]);
  return markdownTable([head, ...rows], { align: ['l', 'r', 'r', 'r', 'c', 'l'] });
}

export function renderRules(verdict: Verdict): string {
  const rows = verdict.rules.map((rule) => [
    code(`${rule.rule} ${rule.subject}`),
    STATUSES[rule.status],
    sentence(rule.message),
  ]);
  return markdownTable([['rule', 'result', 'why'], ...rows]);
}

/** "Cannot tell" is of use only with the smallest difference that these rows could have shown. */
function decision(row: MetricRow): string {
  const words = DECISIONS[row.decision];
  const isOpen = row.decision === 'cannot-tell' && row.minimumDetectableEffect !== null;
  return isOpen ? `${words} below ±${metric(row.minimumDetectableEffect ?? 0)}` : words;
}

function renderFacts(verdict: Verdict, run: RunRecord): string {
  const { n, positives } = verdict.evaluation;
  const { parity } = run.onnx;
  const checked = parity
    ? `, ONNX parity ${parity.maxAbsoluteDifference.toExponential(1)} on ${count(parity.rows)} rows`
    : '';
  const production = verdict.baseline ? `, production ${code(shortDigest(verdict.baseline.digest))}` : '';
  return [
    `<sub>Recomputed by the gate from the ONNX files on the same ${count(n)} held-out rows (${count(positives)} positive) of the default branch, not taken from the training job.`,
    `${verdict.interval.method}, ${count(verdict.interval.replicates)} replicates, seed ${verdict.interval.seed}.`,
    `Candidate ${code(shortDigest(verdict.candidate.digest))} at ${code(verdict.candidate.commit?.slice(0, 7) ?? 'no commit')}${production}.`,
    `The job says: trained in ${(run.timings.trainingMs / 1000).toFixed(1)} s by ${code(run.environment.framework ?? 'an unnamed framework')}${checked}.</sub>`,
  ].join(' ');
}

function nextStep({ outcome }: Verdict, firstEnvironment: string | null = 'staging'): string {
  if (outcome === 'fail') return 'push a change to try again; this comment will follow.';
  if (outcome === 'cannot-tell')
    return 'evaluate on more rows (`data.holdout.fraction`), widen the margin on purpose, or push a change that makes a larger difference.';
  if (firstEnvironment === null) return 'merge to release it.';
  return `merge to release it, then write \`/promote ${firstEnvironment}\` here. \`/help\` lists the commands.`;
}
