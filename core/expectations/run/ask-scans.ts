import type { SqlValue } from '../../ports/sql-engine.ts';
import { groupBy } from '../group-by.ts';
import { done } from '../step.ts';
import { advance, attempt, type Query, type Refusal, refusal, type TaskAt } from './run-steps.ts';
import type { Scope } from './scope.ts';

/** Engines slow down, or refuse, above some hundred aggregates. */
export const MOST_AGGREGATES = 150;

/** Answers all scans of a scope with as few SELECTs as possible; the same aggregate is asked once. */
export async function askScans(tasks: readonly TaskAt<'scan'>[], query: Query): Promise<void> {
  const scopes = groupBy(tasks, ({ scope }) => scope);
  for (const [scope, together] of scopes) {
    const answers = await askAggregates(scope, [...new Set(together.flatMap(({ step }) => step.aggregates))], query);
    for (const task of together) {
      const { step, code } = task;
      const values = step.aggregates.map((aggregate) => answers(aggregate, code));
      const refused = values.find((value): value is Refusal => typeof value === 'object' && value !== null);
      const given = values.filter((value): value is SqlValue => typeof value !== 'object' || value === null);
      advance(task, refused ? done(refusal(refused)) : step.next(given));
    }
  }
}

type Answers = (aggregate: string, code: number | undefined) => SqlValue | Refusal;

async function askAggregates(scope: Scope, aggregates: readonly string[], query: Query): Promise<Answers> {
  const found = new Map<string, ReadonlyMap<number | undefined, SqlValue> | Refusal>();
  const open = chunksOf(aggregates, MOST_AGGREGATES);
  for (let chunk = open.shift(); chunk; chunk = open.shift()) {
    const asked = chunk;
    const rows = await attempt(() => query(selectOf(scope, asked)));
    if (!('refused' in rows)) {
      asked.forEach((aggregate, place) => {
        const values = rows.map(([code, ...row]): [number | undefined, SqlValue] => [
          scope.segmentCode === undefined ? undefined : Number(code),
          row[place] ?? null,
        ]);
        found.set(aggregate, new Map(values));
      });
    } else if (asked.length === 1 && asked[0] !== undefined) found.set(asked[0], rows);
    // One of them is refused: halves tell which.
    else open.unshift(...chunksOf(asked, Math.ceil(asked.length / 2)));
  }
  return (aggregate, code) => {
    const values = found.get(aggregate);
    if (values === undefined) return null;
    return 'refused' in values ? values : (values.get(code) ?? null);
  };
}

function selectOf({ from, segmentCode }: Scope, aggregates: readonly string[]): string {
  const group = segmentCode === undefined ? '' : ` GROUP BY ${segmentCode}`;
  return `SELECT ${[segmentCode ?? '0', ...aggregates].join(', ')} FROM ${from}${group}`;
}

function chunksOf<Item>(items: readonly Item[], size: number): (readonly Item[])[] {
  const starts = Array.from({ length: Math.ceil(items.length / size) }, (_, index) => index * size);
  return starts.map((start) => items.slice(start, start + size));
}
