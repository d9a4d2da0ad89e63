import { markdownTable } from 'markdown-table';
import type { RuleRow, RuleStatus, Verdict } from '../gate/verdict.ts';
import { code, sentence } from './escape.ts';
import { fold } from './fold.ts';
import { orderRules } from './order-rows.ts';

const SHOWN_PASSING = 8;
const MOST_RULES = 60;
const STATUSES: Readonly<Record<RuleStatus, string>> = {
  pass: '✅ pass',
  warn: '⚠️ warn',
  fail: '❌ fail',
  'cannot-tell': '❔ cannot tell',
  skipped: '⏭️ skipped',
};

/** All rules, those that do not pass first. */
export function renderRules(verdict: Verdict): string {
  return tableOf(orderRules(verdict.rules));
}

/** As `renderRules`; many that pass are folded. */
export function renderRuleParts({ rules }: Verdict): {
  readonly shown: readonly string[];
  readonly more: readonly string[];
} {
  const rows = orderRules(rules);
  const passing = rows.filter(isPassing);
  if (passing.length <= SHOWN_PASSING) return { shown: [tableOf(rows)], more: [] };
  const open = rows.filter((row) => !isPassing(row));
  const skipped = passing.filter(({ status }) => status === 'skipped').length;
  const words = `${passing.length - skipped} rules pass${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  return { shown: open.length > 0 ? [tableOf(open)] : [], more: [fold(words, tableOf(passing))] };
}

function isPassing({ status }: RuleRow): boolean {
  return status === 'pass' || status === 'skipped';
}

function tableOf(rules: readonly RuleRow[]): string {
  const rows = rules
    .slice(0, MOST_RULES)
    .map((rule) => [code(`${rule.rule} ${rule.subject}`), STATUSES[rule.status], sentence(rule.message)]);
  const table = markdownTable([['rule', 'result', 'why'], ...rows]);
  const left = rules.length - rows.length;
  return left > 0 ? `${table}\n\n… and ${left} more in the verdict.` : table;
}
