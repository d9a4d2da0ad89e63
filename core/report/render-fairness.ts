import { markdownTable } from 'markdown-table';
import type { FairnessFact } from '../gate/facts.ts';
import { code, sentence } from './escape.ts';
import { count, estimate } from './numbers.ts';

const MOST_FACTS = 12;
const MOST_GROUPS = 20;

/** Each criterion with its interval, and the groups that it was measured over. */
export function renderFairness(facts: readonly FairnessFact[]): readonly string[] {
  if (facts.length === 0) return [];
  const shown = facts.slice(0, MOST_FACTS);
  const rows = shown.map(({ criterion, column, estimate: found, notDefined, groups }) => [
    code(criterion),
    code(column, 80),
    found ? estimate(found) : `not defined: ${sentence(notDefined ?? '')}`,
    String(groups.filter(({ isCounted }) => isCounted).length),
  ]);
  const head = ['fairness', 'by', 'value (interval of the bootstrap)', 'groups'];
  const note = 'The rules correct these intervals for the bias of a largest gap and for the number of pairs of groups.';
  const columns = [...new Set(shown.map(({ column }) => column))];
  return [
    markdownTable([head, ...rows], { align: ['l', 'l', 'r', 'r'] }),
    note,
    ...columns.flatMap((column) => {
      const first = shown.find((fact) => fact.column === column);
      return first ? [nameGroups(first)] : [];
    }),
  ];
}

function nameGroups({ column, groups }: FairnessFact): string {
  const names = groups
    .slice(0, MOST_GROUPS)
    .map(
      ({ group, rows, isCounted }) => `${code(group, 60)} ${count(rows)} rows${isCounted ? '' : ' (too few to count)'}`,
    );
  const more = groups.length > names.length ? ` and ${groups.length - names.length} more` : '';
  return `Groups of ${code(column, 80)}: ${names.join(', ')}${more}.`;
}
