import { OperatorError } from '../errors.ts';
import type { Relation, SqlEngine } from '../ports/sql-engine.ts';
import { findRowNumber } from '../sql/find-row-number.ts';
import { describeTable, scopeNames } from './run/describe-table.ts';
import { planTasks } from './run/plan-tasks.ts';
import { prepareSuite } from './run/prepare-suite.ts';
import { resultOf } from './run/result-of.ts';
import { type Query, runSteps } from './run/run-steps.ts';
import { type SampleKey, sampleRows } from './run/sample-rows.ts';
import type { Rows } from './run/scope.ts';
import { trackProgress } from './run/track-progress.ts';
import type { ExpectationSuite } from './suite/expectation-suite.ts';
import { type DescribedTable, findColumn, type TableContext } from './table-context.ts';
import type { ExpectationResult, ValidationResult } from './validation-result.ts';

export interface ValidationRequest {
  /** One that is locked where the suite has SQL of its own: see `requireLockedEngine`. */
  readonly engine: Pick<SqlEngine, 'dialect' | 'describe' | 'query' | 'judgeTexts'>;
  readonly relation: Relation;
  readonly suite: ExpectationSuite;
  readonly now: Date;
  /** Tables that the suite speaks of by name. */
  readonly others?: Readonly<Record<string, Relation>> | undefined;
  /** Column whose values name rows in samples; without one they are numbered where the engine can. */
  readonly keyColumn?: string | undefined;
  /** Expression that numbers the rows of the relation in their order; found by itself on DuckDB. */
  readonly rowNumber?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((share: number) => void) | undefined;
}

/**
 * Checks rows against a suite. Data that are not as expected are a result, not an error.
 * @throws OperatorError `config-invalid` for a suite that does not fit the tables given, `data-invalid` for data that cannot be read
 */
export async function validateExpectations(request: ValidationRequest): Promise<ValidationResult> {
  const { engine, relation, suite, now, signal, onProgress } = request;
  const progress = onProgress && trackProgress(onProgress);
  const query: Query = (sql, mostRows) => engine.query(sql, { signal, mostRows, onProgress: progress?.ofQuery });
  const prepared = prepareSuite(suite, relation.source);
  const { context, key } = await openContext(request);
  // Read first and alone: data that cannot be read at all are no matter of one expectation.
  const [total] = await query(`SELECT count(*) FROM ${context.from}`);
  const checks = await planTasks(prepared, context, engine, query);
  const findings = await runSteps(
    checks.map(({ task }) => task),
    query,
    progress?.ofChecks,
  );
  const results: ExpectationResult[] = [];
  for (const [place, { task, ...check }] of checks.entries()) {
    const finding = findings[place];
    if (!finding) continue;
    const isSampled = finding.success === false && key !== undefined;
    const samples = isSampled ? await sampleRows(finding, task, key, { dialect: engine.dialect, query }) : [];
    results.push(resultOf({ ...check, finding, samples }));
  }
  return {
    kind: 'tidegate.validation-result',
    version: 1,
    createdAt: now.toISOString(),
    source: relation.source,
    rows: Number(total?.[0] ?? 0),
    ...summarize(results),
    sampleKey: request.keyColumn ?? null,
    results,
  };
}

async function openContext({ engine, relation, now, others = {}, keyColumn, rowNumber }: ValidationRequest) {
  const { dialect } = engine;
  const columns = await engine.describe(relation);
  const names = scopeNames(columns, dialect);
  const expression = rowNumber ?? (await findRowNumber(engine, relation, columns));
  const table = await describeTable(
    engine,
    relation,
    expression === undefined ? undefined : { expression, name: names.row },
  );
  const tables = await Promise.all(
    Object.entries(others).map(async ([name, other]) => [name, await describeTable(engine, other)] as const),
  );
  const context: TableContext & Rows & { readonly segment: string } = {
    ...table,
    dialect,
    judgeTexts: (texts, isFine) => (engine.judgeTexts ? engine.judgeTexts(texts, isFine) : texts.map(isFine)),
    now,
    column: (name) => columnOf(table, name),
    others: new Map(tables),
    rowNumber: expression === undefined ? undefined : names.row,
    segment: names.segment,
  };
  const key: SampleKey | undefined =
    keyColumn !== undefined
      ? { sql: columnOf(table, keyColumn).sql, isRowNumber: false }
      : context.rowNumber === undefined
        ? undefined
        : { sql: context.rowNumber, isRowNumber: true };
  return { context, key };
}

function columnOf(table: DescribedTable, name: string) {
  const column = findColumn(table, name);
  if (column) return column;
  throw new OperatorError(
    'config-invalid',
    `${table.relation.source} has no column ${JSON.stringify(name)}.`,
    `It has ${table.columns
      .slice(0, 40)
      .map((one) => one.name)
      .join(', ')}.`,
  );
}

function summarize(results: readonly ExpectationResult[]): Pick<ValidationResult, 'outcome' | 'counts'> {
  const count = (status: ExpectationResult['status']) => results.filter((result) => result.status === status).length;
  const isOpen = results.some(({ status, severity }) => status === 'cannot-tell' && severity === 'fail');
  const counts = { pass: count('pass'), warn: count('warn'), fail: count('fail'), 'cannot-tell': count('cannot-tell') };
  return { outcome: counts.fail > 0 ? 'fail' : isOpen ? 'cannot-tell' : 'pass', counts };
}
