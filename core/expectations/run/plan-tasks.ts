import { closest } from '../../config/closest.ts';
import { OperatorError } from '../../errors.ts';
import type { SqlEngine } from '../../ports/sql-engine.ts';
import { BATCH, ownQuery } from '../catalog/unexpected-rows.ts';
import { type Finding, fails } from '../finding.ts';
import { done, type Step } from '../step.ts';
import { findColumn, type TableContext } from '../table-context.ts';
import type { ExpectationResult } from '../validation-result.ts';
import { quoted } from '../words.ts';
import { findSegments, type SegmentedScope } from './find-segments.ts';
import { checkCondition, checkQuery, requireLockedEngine } from './guard-sql.ts';
import type { PreparedEntry } from './prepare-suite.ts';
import { kindOf, type Query, refusal, type Task } from './run-steps.ts';
import { type Rows, withCondition } from './scope.ts';

/** An expectation on one part of the rows. */
export interface Check extends PreparedEntry {
  readonly segment: ExpectationResult['segment'];
  readonly task: Task;
}

/** Why nothing can be asked of the rows of a condition. */
interface Stopped {
  readonly stopped: Finding;
}

type Context = TableContext & Rows & { readonly segment: string };

/** One task for each expectation, or for each of its segments; those of the same rows share a scope. */
export async function planTasks(
  entries: readonly PreparedEntry[],
  context: Context,
  engine: Pick<SqlEngine, 'dialect' | 'query'>,
  query: Query,
): Promise<readonly Check[]> {
  await guardOwnSql(entries, context, engine);
  const scopes = new Map<string, SegmentedScope | Stopped>();
  const checks: Check[] = [];
  for (const entry of entries) {
    const { 'row-condition': condition, segment: column } = entry.expectation;
    const facts = column === undefined ? undefined : findColumn(context, column);
    const name = JSON.stringify([condition, facts?.name]);
    let found = scopes.get(name);
    if (!found) {
      const rows = withCondition(context, condition);
      const stopped =
        condition === undefined ? undefined : await tryCondition(rows.from, { condition, index: entry.index }, query);
      found = stopped
        ? { stopped }
        : facts
          ? await findSegments(query, rows, facts, context)
          : { scope: { ...rows, segmentCode: undefined }, segments: [] };
      scopes.set(name, found);
    }
    if ('stopped' in found) {
      const all = { ...withCondition(context, condition), segmentCode: undefined };
      checks.push({ ...entry, segment: null, task: { scope: all, code: undefined, step: done(found.stopped) } });
      continue;
    }
    const { scope, segments } = found;
    const missing = [...entry.prepared.columns, ...(column === undefined ? [] : [column])].find(
      (one) => findColumn(context, one) === undefined,
    );
    const step = () => (missing === undefined ? entry.prepared.plan(context) : columnMissing(context, missing));
    if (scope.segmentCode === undefined || segments.length === 0 || missing !== undefined) {
      const all = scope.segmentCode === undefined ? scope : { ...scope, segmentCode: undefined };
      checks.push({ ...entry, segment: null, task: { scope: all, code: undefined, step: step() } });
      continue;
    }
    for (const { code, value, isOther } of segments)
      checks.push({ ...entry, segment: { column: column ?? '', value, isOther }, task: { scope, code, step: step() } });
  }
  return checks;
}

/** A column that is not there is a matter of the data. */
function columnMissing({ columns }: Context, name: string): Step {
  const near = closest(
    name,
    columns.map((column) => column.name),
  );
  return done(
    fails(`there is no column ${quoted(name)}${near === undefined ? '' : `; the nearest is ${quoted(near)}`}`),
  );
}

async function guardOwnSql(
  entries: readonly PreparedEntry[],
  { others, relation }: Context,
  engine: Pick<SqlEngine, 'dialect' | 'query'>,
): Promise<void> {
  const conditions = new Map<string, number>();
  const queries = new Map<string, number>();
  for (const { index, expectation } of entries) {
    const { kwargs, 'row-condition': condition } = expectation;
    const own = kwargs['unexpected_rows_query'];
    if (condition !== undefined) conditions.set(condition, conditions.get(condition) ?? index);
    if (typeof own === 'string') queries.set(own, queries.get(own) ?? index);
  }
  if (conditions.size + queries.size === 0) return;
  await requireLockedEngine(engine, `The suite for ${relation.source}`);
  for (const [condition, index] of conditions)
    await checkCondition(engine, condition, `expectations[${index}].row-condition`);
  for (const [own, index] of queries) {
    const text = ownQuery(own.replace(/[;\s]+$/, ''));
    const where = `expectations[${index}].kwargs.unexpected_rows_query`;
    await checkQuery(engine, text, [BATCH, ...others.keys()], where);
  }
}

/**
 * A column that is not there is a matter of the data, as in any expectation; so is a value that stops the condition. What else is
 * wrong with a condition is a mistake of the suite.
 */
async function tryCondition(
  from: string,
  { condition, index }: { readonly condition: string; readonly index: number },
  query: Query,
): Promise<Finding | undefined> {
  try {
    await query(`SELECT count(*) FROM ${from}`);
    return undefined;
  } catch (cause) {
    if (!(cause instanceof OperatorError) || cause.code !== 'data-invalid') throw cause;
    const kind = kindOf(cause);
    const [, text = kind] = / cannot be read: (.*)/.exec(cause.message) ?? [];
    const why = `does not work on the data: ${text.replace(/[.!\s]+$/, '').slice(0, 300)}`;
    if (/^Binder Error: Referenced column /.test(text)) return fails(`its row-condition ${why}`);
    if (!/^(Binder|Catalog|Parser) /.test(kind)) return refusal({ refused: kind });
    throw new OperatorError(
      'config-invalid',
      `expectations[${index}].row-condition: ${JSON.stringify(condition.slice(0, 200))} ${why}.`,
      'Write a condition as after WHERE, over the columns of the data.',
      cause,
    );
  }
}
