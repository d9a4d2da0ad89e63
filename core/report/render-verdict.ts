import type { GateRule } from '../config/gate-rules.ts';
import type { Verdict } from '../gate/verdict.ts';
import { JOB_SUMMARY_MAX_BYTES } from '../limits.ts';
import type { RunRecord } from '../run/run-record.ts';
import { type ChangedPolicy, renderParameters, renderPolicyChanges, renderPolicySettings } from './render-changes.ts';
import { renderGains, renderHistory } from './render-charts.ts';
import { renderConfusion } from './render-confusion.ts';
import { renderCurves } from './render-curves.ts';
import { renderFacts } from './render-facts.ts';
import { renderNextStep, renderTitle } from './render-headline.ts';
import { renderMeasurements } from './render-measurements.ts';
import { renderMethods, renderMetricParts } from './render-metrics.ts';
import { renderNotCompared } from './render-not-compared.ts';
import { renderNotes, renderWarnings } from './render-notes.ts';
import { renderReferences } from './render-references.ts';
import { renderRuleParts } from './render-rules.ts';
import { renderData, renderEnvironment } from './render-runs.ts';
import { renderSeeds } from './render-seeds.ts';
import { renderSlices, smallestSlice } from './render-slices.ts';
import { renderSpeed } from './render-speed.ts';
import { type Part, partsOf, type Section } from './section.ts';

export { renderHeadline } from './render-headline.ts';
export { renderLocalVerdict } from './render-local-verdict.ts';
export { renderMetrics } from './render-metrics.ts';
export { renderRules } from './render-rules.ts';

export interface VerdictReport {
  readonly verdict: Verdict;
  /** The run record is the pull request's claim: its words are escaped, its metrics are not shown as facts. */
  readonly run: RunRecord;
  /** Run of the version that serves, to show what changed. */
  readonly baselineRun?: RunRecord | undefined;
  readonly policyChanges?: ChangedPolicy;
  /** Where a release goes first; null when the model has no environments. */
  readonly firstEnvironment?: string | null;
  /** Rules of the policy: they say how many rows a slice needs to decide anything. */
  readonly gate?: readonly GateRule[];
}

/** What the pull request's comment says of one model. */
export function renderVerdictSection(report: VerdictReport, summaryUrl: string | null): Section {
  const { model, candidate } = report.verdict;
  return { model, head: candidate.commit, summaryUrl, parts: renderParts(report), leftOut: [] };
}

/** The whole of it for the summary of a job, which takes far more than a comment. */
export function renderVerdictSummary(report: VerdictReport): string {
  const parts: string[] = [];
  let room = JOB_SUMMARY_MAX_BYTES / 2; // of whatever else a job writes there
  for (const { text } of renderParts(report)) {
    room -= new TextEncoder().encode(text).length + 2;
    if (room < 0) return [...parts, '… and more than a summary takes; the rest is in the verdict.'].join('\n\n');
    parts.push(text);
  }
  return parts.join('\n\n');
}

/** The verdict in words, every metric with its noise, the rules, how to go on, and then what only some will unfold. */
function renderParts(report: VerdictReport): readonly Part[] {
  const { verdict, run, baselineRun, policyChanges } = report;
  const metrics = renderMetricParts(verdict);
  const rules = renderRuleParts(verdict);
  const notes = verdict.notes ?? [];
  // That rows are held out is the rule there, and no news.
  const told = renderNotes(notes.filter(({ code }) => code !== 'holdout'));
  return partsOf([
    ['headline', [renderTitle(verdict), ...renderWarnings(notes)]],
    ['policy', renderPolicyChanges(policyChanges)],
    ['policy-settings', renderPolicySettings(policyChanges)],
    ['metrics', [metrics.shown, ...renderNotCompared(verdict.metrics), ...told]],
    ['more-metrics', metrics.more],
    ['rules', rules.shown],
    ['passing-rules', rules.more],
    ['next', [renderNextStep(verdict, report.firstEnvironment)]],
    ['gains', renderGains(verdict)],
    ['slices', renderSlices(verdict, smallestSlice(report.gate))],
    ['curves', renderCurves(verdict)],
    ['confusion', renderConfusion(verdict)],
    ['speed', renderSpeed(verdict)],
    ['measurements', renderMeasurements(verdict)],
    ['references', renderReferences(verdict)],
    ['parameters', renderParameters(run, baselineRun?.parameters)],
    ['data', renderData(run, baselineRun)],
    ['environment', renderEnvironment(run, baselineRun)],
    ['seeds', renderSeeds(verdict)],
    ['methods', renderMethods(verdict)],
    ['history', renderHistory(run)],
    ['facts', [renderFacts(verdict, run)]],
  ]);
}
