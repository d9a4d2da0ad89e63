import type { GateRule } from '../config/gate-rules.ts';
import type { Evidence } from './evidence.ts';
import type { Finding, Rule } from './rule.ts';
import { calibration } from './rules/calibration.ts';
import { dataExpectations } from './rules/data-expectations.ts';
import { determinism } from './rules/determinism.ts';
import { documents } from './rules/documents.ts';
import { fairness } from './rules/fairness.ts';
import { improves } from './rules/improves.ts';
import { latency } from './rules/latency.ts';
import { leakage } from './rules/leakage.ts';
import { memory } from './rules/memory.ts';
import { nonInferior } from './rules/non-inferior.ts';
import { parity } from './rules/parity.ts';
import { regression } from './rules/regression.ts';
import { robustness } from './rules/robustness.ts';
import { sampleSize } from './rules/sample-size.ts';
import { signature } from './rules/signature.ts';
import { size } from './rules/size.ts';
import { slice } from './rules/slice.ts';
import { threshold } from './rules/threshold.ts';
import { throughput } from './rules/throughput.ts';
import type { Outcome, RuleRow } from './verdict.ts';

export type RuleKind = GateRule['kind'];
type SettingsByKind = { readonly [Kind in RuleKind]: Extract<GateRule, { readonly kind: Kind }> };

/** Every kind of rule there is. */
export const RULES: { readonly [Kind in RuleKind]: Rule<SettingsByKind[Kind]> } = {
  threshold,
  improves,
  'non-inferior': nonInferior,
  regression,
  slice,
  fairness,
  calibration,
  latency,
  throughput,
  memory,
  size,
  determinism,
  parity,
  signature,
  robustness,
  leakage,
  'sample-size': sampleSize,
  documents,
  'data-expectations': dataExpectations,
};

const LONGEST_MESSAGE = 500;

/** One row a rule, in the order of the policy. No two rows of a kind share a subject: repeats are numbered. */
export function decideRules(gate: readonly GateRule[], evidence: Evidence): RuleRow[] {
  const taken = new Set<string>();
  return gate.map((settings, index) => {
    const finding = decideRule(settings.kind, settings, evidence);
    const key = (subject: string) => `${finding.rule}\n${subject}`;
    let { subject } = finding;
    for (let count = 2; taken.has(key(subject)); count += 1) subject = `${finding.subject} (${count})`;
    taken.add(key(subject));
    return { index, ...finding, subject, message: clip(finding.message) };
  });
}

const SEVERITY: readonly RuleRow['status'][] = ['skipped', 'pass', 'warn', 'cannot-tell', 'fail'];

/** Of two decisions of one policy, rule by rule the worse. */
export function worseRules(rules: readonly RuleRow[], others: readonly RuleRow[]): RuleRow[] {
  return rules.map((rule, index) => {
    const other = others[index];
    return other && SEVERITY.indexOf(other.status) > SEVERITY.indexOf(rule.status) ? other : rule;
  });
}

/**
 * Any failed rule fails; else any rule that cannot tell leaves the whole open, and so does a baseline that serves and could not be
 * compared with, whatever the rules are; warnings pass.
 */
export function foldOutcome(rules: readonly Pick<RuleRow, 'status'>[], baselineLost: string | null = null): Outcome {
  if (rules.some(({ status }) => status === 'fail')) return 'fail';
  if (baselineLost !== null) return 'cannot-tell';
  return rules.some(({ status }) => status === 'cannot-tell') ? 'cannot-tell' : 'pass';
}

/** What a rule does and where that comes from, as Markdown. */
export function explainRule(kind: RuleKind): string {
  const { explanation, source } = RULES[kind];
  return `# ${kind}\n\n${explanation.trim()}\n\nSource: ${source}\n`;
}

function decideRule<Kind extends RuleKind>(kind: Kind, settings: SettingsByKind[Kind], evidence: Evidence): Finding {
  return RULES[kind].decide(settings, evidence);
}

function clip(message: string): string {
  return message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE - 1)}…` : message;
}
