import type { Outcome, RuleStatus, Verdict } from '../gate/verdict.ts';
import { code, plain } from './escape.ts';

const MOST_NAMES = 5;
const LONGEST_NAME = 80;
const ICONS: Readonly<Record<Outcome, string>> = { pass: '✅', fail: '❌', 'cannot-tell': '❔' };
/** Reasons for which more rows, or a larger difference, are the way out. */
const NOISE = /^(interval-straddles-|not-significant$|too-few-)/;

/** One line that a reviewer can act on. */
export function renderHeadline(verdict: Verdict): string {
  const { model, outcome, rules } = verdict;
  if (isUnjudged(verdict)) return `${model}: measured, no rules to judge by`;
  const names = (status: RuleStatus) => {
    const some = rules
      .filter((rule) => rule.status === status)
      .map(({ rule, subject }) => `${rule} ${subject}`.slice(0, LONGEST_NAME));
    return some.length > MOST_NAMES ? `${some.slice(0, MOST_NAMES).join(', ')} and more` : some.join(', ');
  };
  const against = renderAgainst(verdict);
  const unsure = isNoise(verdict) ? 'too few rows to tell' : 'cannot tell';
  return {
    pass:
      verdict.policy.rules === 'defaults'
        ? `${model} shows no proven loss ${against}, by default rules`
        : `${model} may ship ${against}`,
    fail: `${model} must not ship (${names('fail')}) ${against}`,
    'cannot-tell': `${model}: ${unsure} (${names('cannot-tell') || 'no baseline'}) ${against}`,
  }[outcome];
}

/** Numbers alone do not say that a model may ship. */
function isUnjudged({ policy, rules, baselineLost }: Verdict): boolean {
  return policy.rules === 'none' && rules.length === 0 && baselineLost === null;
}

function renderAgainst({ baseline, baselineLost, candidate }: Verdict): string {
  if (baseline)
    return `against ${baseline.release ?? 'the baseline'}${baseline.environment ? `, which serves ${baseline.environment}` : ''}`;
  if (baselineLost !== null) return 'against what serves, which could not be compared with';
  // Of files on somebody's machine nobody knows what serves.
  return candidate.commit === null
    ? 'by its own numbers; no baseline was given'
    : 'as the first version; nothing serves yet';
}

/** As a heading. GitHub would make an e-mail address of `churn@1.0.0`, so it stands in a code span. */
export function renderTitle(verdict: Verdict): string {
  const title = plain(renderHeadline(verdict), 600);
  const release = verdict.baseline?.release;
  return `## ${isUnjudged(verdict) ? '📏' : ICONS[verdict.outcome]} ${release ? title.replace(plain(release), () => code(release)) : title}`;
}

export function renderNextStep(verdict: Verdict, firstEnvironment: string | null = 'staging'): string {
  return `**Next:** ${nextStep(verdict, firstEnvironment)}`;
}

function nextStep(verdict: Verdict, firstEnvironment: string | null): string {
  if (verdict.outcome === 'fail') return 'push a change to try again; this comment will follow.';
  if (verdict.outcome === 'cannot-tell') {
    return isNoise(verdict)
      ? 'evaluate on more rows (`data.holdout.fraction`), widen the margin on purpose, or push a change that makes a larger difference.'
      : 'see why above; what could not be fetched, measured or computed must be there before this can be decided.';
  }
  if (firstEnvironment === null) return 'merge to release it.';
  return `merge to release it, then write \`/promote ${firstEnvironment}\` here. \`/help\` lists the commands.`;
}

function isNoise({ rules, baselineLost }: Verdict): boolean {
  if (baselineLost !== null) return false;
  return rules.filter(({ status }) => status === 'cannot-tell').every(({ reason }) => NOISE.test(reason));
}
