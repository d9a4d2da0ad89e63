import type { SqlValue } from '../../ports/sql-engine.ts';
import { groupBy } from '../group-by.ts';
import { done } from '../step.ts';
import { advance, attempt, type Query, refusal, type TaskAt } from './run-steps.ts';

/** Answers all checks that group the same rows by the same keys with one query. */
export async function askGroups(tasks: readonly TaskAt<'groups'>[], query: Query): Promise<void> {
  const scopes = groupBy(tasks, ({ scope }) => scope);
  for (const [scope, inScope] of scopes) {
    const grouped = groupBy(inScope, ({ step }) => JSON.stringify(step.by));
    for (const together of grouped.values()) {
      const aggregates = [...new Set(together.flatMap(({ step }) => step.aggregates))];
      const by = together[0]?.step.by ?? [];
      const rows = await attempt(() => query(selectOf(scope.from, scope.segmentCode, by, aggregates)));
      for (const task of together) {
        const row = 'refused' in rows ? undefined : rows.find(([code]) => Number(code) === (task.code ?? 0));
        const answerTo = (aggregate: string): SqlValue => row?.[1 + aggregates.indexOf(aggregate)] ?? null;
        advance(task, 'refused' in rows ? done(refusal(rows)) : task.step.next(task.step.aggregates.map(answerTo)));
      }
    }
  }
}

function selectOf(
  from: string,
  segmentCode: string | undefined,
  by: readonly string[],
  aggregates: readonly string[],
): string {
  const keys = by.map((key, index) => `${key} AS k${index}`);
  const positions = [...by, ...(segmentCode === undefined ? [] : [segmentCode])].map((_, index) => index + 1);
  const code = segmentCode === undefined ? [] : [`${segmentCode} AS segment_code`];
  const groups = `SELECT ${[...keys, ...code].join(', ')}, count(*) AS n FROM ${from} GROUP BY ${positions.join(', ')}`;
  const outer =
    segmentCode === undefined ? { column: '0', group: '' } : { column: 'segment_code', group: ' GROUP BY 1' };
  return `SELECT ${outer.column}, ${aggregates.join(', ')} FROM (${groups}) AS g${outer.group}`;
}
