import { OperatorError } from '../../errors.ts';
import type { SqlEngine } from '../../ports/sql-engine.ts';
import { tablesOutside } from './tables-outside.ts';
import { type SqlNode, walkSql } from './walk-sql.ts';

type Engine = Pick<SqlEngine, 'dialect' | 'query'>;

/**
 * Lets a suite's own SQL run only on an engine that can reach nothing outside: it comes with a pull request.
 * @throws OperatorError `config-invalid`
 */
export async function requireLockedEngine({ dialect, query }: Engine, source: string): Promise<void> {
  if (dialect.name !== 'duckdb')
    throw new OperatorError(
      'config-invalid',
      `${source} has conditions or queries of its own, which run on DuckDB only, not on ${dialect.name}.`,
      'Leave out row-condition and unexpected_rows_expectation, or read the data with DuckDB.',
    );
  const [row] = await query(
    "SELECT current_setting('enable_external_access')::VARCHAR, current_setting('lock_configuration')::VARCHAR",
  );
  if (row?.[0] === 'false' && row[1] === 'true') return;
  throw new OperatorError(
    'config-invalid',
    `${source} has conditions or queries of its own, and the engine could read other files for them.`,
    'Lock the engine when its relations are made, before the rows are checked.',
  );
}

/**
 * A condition as after WHERE, over the row's own columns: no query inside, no function that looks elsewhere.
 * @throws OperatorError `config-invalid` that says what is wrong with it
 */
export async function checkCondition(engine: Engine, condition: string, where: string): Promise<void> {
  const text = `SELECT 1 FROM ${TABLE} WHERE (\n${condition}\n)`;
  const { statement, nodes } = await parseSql(engine, text, condition, where);
  const isCondition =
    statement['type'] === 'SELECT_NODE' &&
    isEmptyList(statement['modifiers']) &&
    isEmptyList(statement['group_expressions']) &&
    statement['having'] === null &&
    statement['qualify'] === null &&
    statement['sample'] === null;
  if (!isCondition) throw refuse(condition, where, 'it is more than a condition');
  if (nodes.some((node) => node['class'] === 'SUBQUERY')) throw refuse(condition, where, 'it has a query inside');
  refuseTables(tablesOutside(statement, [TABLE]), condition, where);
  checkNodes(nodes, condition, where);
}

/**
 * One query over the given tables and those that it names itself.
 * @throws OperatorError `config-invalid` that says what is wrong with it
 */
export async function checkQuery(
  engine: Engine,
  query: string,
  tables: readonly string[],
  where: string,
): Promise<void> {
  const { statement, nodes } = await parseSql(engine, `SELECT * FROM (\n${query}\n) AS own`, query, where);
  refuseTables(tablesOutside(statement, tables), query, where);
  checkNodes(nodes, query, where);
}

const TABLE = 'tidegate_rows';
const FUNCTIONS_ELSEWHERE =
  /^(error|getenv|current_setting|getvariable|which_secret|nextval|currval|setseed|random|uuid|gen_random_uuid|uuidv\d|write_log|glob|query|query_table|sniff_csv|read_.*|.*_scan|.*_query|.*_attach|parquet_.*|duckdb_.*|pragma_.*|sql_auto_complete|json_execute_serialized_sql|json_serialize_plan|st_read.*|load_aws_credentials|checkpoint|force_checkpoint|sleep.*)$/;
const TABLE_FUNCTIONS = new Set(['unnest', 'range', 'generate_series']);
const TABLES = new Set(['BASE_TABLE', 'SUBQUERY', 'JOIN', 'EXPRESSION_LIST', 'EMPTY', 'TABLE_FUNCTION', 'CTE']);
const TABLE_KINDS = /^(BASE_TABLE|SHOW_REF|PIVOT|TABLE_FUNCTION|COLUMN_DATA|BOUND_TABLE_REF|DELIM_GET|INVALID)$/;

function refuseTables([table]: readonly string[], text: string, where: string): void {
  if (table !== undefined) throw refuse(text, where, `it reads ${JSON.stringify(table.slice(0, 80))}`);
}

function checkNodes(nodes: readonly SqlNode[], text: string, where: string): void {
  for (const node of nodes) {
    const type = String(node['type'] ?? '');
    const name = String(node['function_name'] ?? '').toLowerCase();
    if (TABLE_KINDS.test(type) && !TABLES.has(type)) throw refuse(text, where, `it has a ${type.toLowerCase()}`);
    if (type === 'TABLE_FUNCTION') {
      const called = String(Reflect.get(Object(node['function']), 'function_name')).toLowerCase();
      if (!TABLE_FUNCTIONS.has(called)) throw refuse(text, where, `it calls ${called}`);
    }
    if (node['class'] === 'FUNCTION' && FUNCTIONS_ELSEWHERE.test(name)) throw refuse(text, where, `it calls ${name}`);
  }
}

async function parseSql({ dialect, query }: Engine, sql: string, text: string, where: string) {
  // The engine would read up to there and no further.
  if (sql.includes('\0')) throw refuse(text, where, 'it holds the character U+0000');
  const [row] = await query(`SELECT json_serialize_sql(${dialect.quoteText(sql)})`);
  const parsed: unknown = JSON.parse(String(row?.[0]));
  const statements: unknown = Reflect.get(Object(parsed), 'statements');
  if (!Array.isArray(statements)) {
    const message = String(Reflect.get(Object(parsed), 'error_message')).split('\n')[0] ?? '';
    throw refuse(text, where, `it is not SQL that only reads: ${message.slice(0, 150)}`);
  }
  if (statements.length !== 1) throw refuse(text, where, 'it is more than one statement');
  const statement: SqlNode = { ...Reflect.get(Object(statements[0]), 'node') };
  return { statement, nodes: walkSql(statement) };
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function refuse(text: string, where: string, why: string): OperatorError {
  return new OperatorError(
    'config-invalid',
    `${where}: ${JSON.stringify(text.slice(0, 200))} is refused: ${why}.`,
    'Write a condition as after WHERE over the columns of the row, or a query over {batch} alone.',
  );
}
