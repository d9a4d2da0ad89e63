import { markdownTable } from 'markdown-table';
import type { MetricRow } from '../evaluation/metric-row.ts';
import type { RuleStatus, Verdict } from '../gate/verdict.ts';
import { COMMENT_MAX_CHARACTERS } from '../limits.ts';
import type { RunRecord } from '../run/run-record.ts';
import { chartLabel, code } from './escape.ts';
import { interval, metric, signed } from './numbers.ts';

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
  /** Files of the policy that this pull request changes; they take effect after the merge only. */
  readonly changedPolicy?: readonly string[];
}

/** One line that a reviewer can act on. */
export function renderHeadline({ model, outcome, baseline }: Verdict): string {
  const against = baseline
    ? `against ${baseline.release ?? 'the baseline'}${baseline.environment ? ` (serves ${baseline.environment})` : ''}`
    : 'the first version: nothing serves yet';
  const words = {
    pass: 'may ship',
    fail: 'must not ship',
    'cannot-tell': 'cannot tell: more evaluation rows are needed',
  }[outcome];
  return `${model}: ${words}, ${against}`;
}

/** The pull request's comment: the verdict in words, every metric with its noise, the rules, and how to go on. */
export function renderVerdictComment(report: VerdictReport): string {
  const { verdict, run } = report;
  const icon = { pass: '✅', fail: '❌', 'cannot-tell': '❔' }[verdict.outcome];
  const sections = [
    `## ${icon} ${renderHeadline(verdict)}`,
    ...policyWarning(report.changedPolicy ?? []),
    renderMetrics(verdict),
    renderRules(verdict),
    ...renderChart(verdict),
    ...renderParameters(run, report.baselineParameters),
    renderFacts(verdict, run),
    nextStep(verdict),
  ];
  return sections.join('\n\n').slice(0, COMMENT_MAX_CHARACTERS);
}

export function renderMetrics(verdict: Verdict): string {
  const head = ['metric', 'candidate', 'production', 'difference', '95 % interval', 'decision'];
  const confidence = Math.round(verdict.interval.confidence * 100);
  head[4] = `${confidence} % interval`;
  const rows = verdict.metrics.map((row) => [
    `${code(row.metric)} ${row.higherIsBetter ? '↑' : '↓'}`,
    metric(row.candidate.value),
    row.baseline ? metric(row.baseline.value) : '—',
    row.difference ? signed(row.difference.value) : '—',
    row.difference
      ? interval(row.difference.low, row.difference.high)
      : `${metric(row.candidate.low)} … ${metric(row.candidate.high)}`,
    DECISIONS[row.decision],
  ]);
  return markdownTable([head, ...rows], { align: ['l', 'r', 'r', 'r', 'c', 'l'] });
}

export function renderRules(verdict: Verdict): string {
  const rows = verdict.rules.map((rule) => [
    code(`${rule.rule} ${rule.subject}`),
    STATUSES[rule.status],
    rule.message.replaceAll('|', '¦'),
  ]);
  return markdownTable([['rule', 'result', 'why'], ...rows]);
}

/** Differences as shares of what the rows could have seen: a bar past ±1 is more than noise would easily make. */
function renderChart(verdict: Verdict): readonly string[] {
  const rows = verdict.metrics.filter((row) => row.difference && row.minimumDetectableEffect);
  if (rows.length === 0) return [];
  const gains = rows.map(
    (row) => ((row.higherIsBetter ? 1 : -1) * (row.difference?.value ?? 0)) / (row.minimumDetectableEffect || 1),
  );
  const limit = Math.max(1.5, ...gains.map(Math.abs)).toFixed(1);
  return [
    [
      '```mermaid',
      'xychart-beta',
      '  title "Gain over production, in smallest detectable effects"',
      `  x-axis [${rows.map(({ metric: name }) => chartLabel(name)).join(', ')}]`,
      `  y-axis "better is up" -${limit} --> ${limit}`,
      `  bar [${gains.map((gain) => gain.toFixed(2)).join(', ')}]`,
      '```',
    ].join('\n'),
  ];
}

function renderParameters(run: RunRecord, baseline: RunRecord['parameters'] | undefined): readonly string[] {
  const names = [...new Set([...Object.keys(run.parameters), ...Object.keys(baseline ?? {})])].sort();
  const text = (value: unknown) => (value === undefined ? '—' : code(JSON.stringify(value)));
  const changed = names.filter((name) => JSON.stringify(run.parameters[name]) !== JSON.stringify(baseline?.[name]));
  if (names.length === 0) return [];
  const shown = baseline ? changed : names;
  const table = markdownTable([
    ['parameter', 'candidate', ...(baseline ? ['production'] : [])],
    ...shown
      .slice(0, 60)
      .map((name) => [code(name), text(run.parameters[name]), ...(baseline ? [text(baseline[name])] : [])]),
  ]);
  const summary = baseline ? `${changed.length} of ${names.length} parameters changed` : `${names.length} parameters`;
  return [`<details><summary>${summary}</summary>\n\n${table}\n\n</details>`];
}

function renderFacts(verdict: Verdict, run: RunRecord): string {
  const { n, positives } = verdict.evaluation;
  const parity = run.onnx.parity
    ? `, ONNX parity ${run.onnx.parity.maxAbsoluteDifference.toExponential(1)} on ${run.onnx.parity.rows} rows`
    : '';
  return [
    `<sub>Recomputed by the gate from the ONNX files on the same ${n} held-out rows (${positives} positive) of the base branch, not taken from the training job.`,
    `${verdict.interval.method}, ${verdict.interval.replicates} replicates, seed ${verdict.interval.seed}.`,
    `Candidate ${code(verdict.candidate.digest.slice(7, 19))} at ${code(verdict.candidate.commit?.slice(0, 7) ?? 'no commit')}${verdict.baseline ? `, production ${code(verdict.baseline.digest.slice(7, 19))}` : ''}; trained in ${(run.timings.trainingMs / 1000).toFixed(1)} s by ${code(run.environment.framework ?? 'an unnamed framework')}${parity}.</sub>`,
  ].join(' ');
}

function policyWarning(files: readonly string[]): readonly string[] {
  if (files.length === 0) return [];
  return [
    `> [!CAUTION]\n> This pull request changes the policy (${files.map((file) => code(file)).join(', ')}). This verdict used the base branch's; the change takes effect after the merge.`,
  ];
}

function nextStep({ outcome }: Verdict): string {
  if (outcome === 'pass') return 'Merge to release it, then write `/promote staging` here. `/help` lists the commands.';
  if (outcome === 'fail') return 'Push a change to try again; this comment will follow.';
  return 'Evaluate on more rows (`data.holdout.fraction`), widen the margin on purpose, or push a change that makes a larger difference.';
}
