/** A query as DuckDB's `json_serialize_sql` writes it; it does so for SELECT only. */
export interface ParsedQuery {
  readonly error?: unknown;
  readonly error_message?: unknown;
  readonly statements?: unknown;
}

/** Table functions that read relations or make rows. All others could switch on logs and profiles, read settings, or run a text as SQL. */
const HARMLESS = new Set([
  'generate_series',
  'json_each',
  'json_tree',
  'parquet_scan',
  'range',
  'read_csv',
  'read_csv_auto',
  'read_json',
  'read_json_auto',
  'read_ndjson',
  'read_ndjson_auto',
  'read_parquet',
  'repeat',
  'unnest',
]);
/** Of JSON those that call themselves for each level of a text: one that nests deep enough ends the process. */
const HARMFUL_SCALARS = new Set(['json_group_structure', 'json_structure', 'write_log']);

/** What keeps a text from being one SELECT; undefined where it is one. */
export function whyNoSelect({ error, error_message: message, statements }: ParsedQuery): string | undefined {
  if (error === true) return typeof message === 'string' ? (message.split('\n')[0] ?? '') : 'it cannot be parsed';
  return Array.isArray(statements) && statements.length === 1 ? undefined : 'there are several statements in it';
}

/** The first function that does more than compute and read rows, or may end the process, wherever it stands. */
export function findHarmful(query: ParsedQuery): string | undefined {
  const found: string[] = [];
  walk(query.statements, (node) => {
    if (node['type'] === 'TABLE_FUNCTION') {
      const name = nameOf(node['function']);
      if (!HARMLESS.has(name)) found.push(name);
    }
    if (node['class'] === 'FUNCTION' && HARMFUL_SCALARS.has(nameOf(node))) found.push(nameOf(node));
  });
  return found[0];
}

/**
 * Names of files that a query of the user reads: tables that are called like files, and texts that its table functions take. All of
 * them are candidates only, for whoever knows which exist.
 */
export function filesOfQuery(query: ParsedQuery): readonly string[] {
  const found = new Set<string>();
  walk(query.statements, (node) => {
    if (node['type'] === 'BASE_TABLE' && typeof node['table_name'] === 'string') found.add(node['table_name']);
    if (node['type'] === 'TABLE_FUNCTION')
      walk(node['function'], ({ value }) => {
        if (typeof value === 'string') found.add(value);
      });
  });
  return [...found];
}

/** Of these names, those that are read as JSON. */
export function jsonFilesOfQuery(query: ParsedQuery): readonly string[] {
  const found = new Set<string>();
  walk(query.statements, (node) => {
    const table = node['type'] === 'BASE_TABLE' ? node['table_name'] : undefined;
    if (typeof table === 'string' && /\.(json|jsonl|ndjson)(\.gz|\.zst)?(\?.*)?$/is.test(table)) found.add(table);
    if (node['type'] === 'TABLE_FUNCTION' && /json/.test(nameOf(node['function'])))
      walk(node['function'], ({ value }) => {
        if (typeof value === 'string') found.add(value);
      });
  });
  return [...found];
}

type Node = Readonly<Record<string, unknown>>;

function nameOf(node: unknown): string {
  const name = typeof node === 'object' && node !== null ? (node as Node)['function_name'] : undefined;
  return typeof name === 'string' ? name.toLowerCase() : '';
}

function walk(node: unknown, visit: (node: Node) => void): void {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) visit(node as Node);
  for (const child of Object.values(node)) walk(child, visit);
}
