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
/** Table functions beside them that read files: for queries of whoever started the program. */
const OF_FILES = new Set([
  'glob',
  'parquet_file_metadata',
  'parquet_kv_metadata',
  'parquet_metadata',
  'parquet_schema',
  'read_blob',
  'read_json_objects',
  'read_json_objects_auto',
  'read_ndjson_objects',
  'read_text',
  'sniff_csv',
]);
/** Of JSON those that call themselves for each level of a text, one that nests deep enough ends the process; and casts to any type. */
const HARMFUL_SCALARS = new Set([
  'cast_to_type',
  'json_contains',
  'json_deserialize_sql',
  'json_group_structure',
  'json_merge_patch',
  'json_structure',
  'write_log',
]);
/** Databases are attached under such names: what is defined in one may do anything. */
const ATTACHED = /^tidegate_\d+$/i;

/** What keeps a text from being one SELECT; undefined where it is one. */
export function whyNoSelect({ error, error_message: message, statements }: ParsedQuery): string | undefined {
  if (error === true) return typeof message === 'string' ? (message.split('\n')[0] ?? '') : 'it cannot be parsed';
  return Array.isArray(statements) && statements.length === 1 ? undefined : 'there are several statements in it';
}

/**
 * The first function or type that does more than compute and read rows, or may end the process, wherever it stands. Files are for
 * queries of the user only.
 */
export function findHarmful(
  query: ParsedQuery,
  readsFiles: 'reads-files' | 'own-rows' = 'own-rows',
): string | undefined {
  const found: string[] = [];
  walk(query.statements, (node) => {
    if (node['type'] === 'TABLE_FUNCTION') {
      const name = nameOf(node['function']);
      if (!HARMLESS.has(name) && !(readsFiles === 'reads-files' && OF_FILES.has(name))) found.push(`${name}()`);
    }
    const isFunction = node['class'] === 'FUNCTION';
    if (isFunction && HARMFUL_SCALARS.has(nameOf(node))) found.push(`${nameOf(node)}()`);
    const isType = node['type'] === 'UNBOUND_TYPE_INFO';
    if ((isFunction || isType) && [node['catalog'], node['schema']].some((name) => ATTACHED.test(textOf(name))))
      found.push(`${isType ? textOf(node['name']) : `${nameOf(node)}()`} of a database`);
    // JSON becomes it level by level, too.
    if (node['id'] === 'VARIANT' || (isType && textOf(node['name']).toLowerCase() === 'variant'))
      found.push('the type VARIANT');
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
    if (node['type'] === 'BASE_TABLE') found.add(tableOf(node));
    if (node['type'] === 'TABLE_FUNCTION')
      walk(node['function'], ({ value }) => {
        if (typeof value === 'string') found.add(value);
      });
  });
  return [...found];
}

/** What a query reads as JSON: names that it writes out, and functions whose names of files it computes. */
export function jsonOfQuery(query: ParsedQuery): {
  readonly names: readonly string[];
  readonly computed: readonly string[];
} {
  const [names, computed] = [new Set<string>(), new Set<string>()];
  walk(query.statements, (node) => {
    if (node['type'] === 'BASE_TABLE') {
      const table = tableOf(node);
      if (/\.(json|jsonl|ndjson)(\.gz|\.zst)?(\?.*)?$/is.test(table)) names.add(table);
    }
    const name = node['type'] === 'TABLE_FUNCTION' ? nameOf(node['function']) : '';
    if (!/^read_\w*json/.test(name)) return;
    const files = namesIn(childrenOf(node['function']).filter((child) => !isNamed(child)));
    if (files === undefined || files.length === 0) computed.add(name);
    for (const file of files ?? []) names.add(file);
  });
  return { names: [...names], computed: [...computed] };
}

type Node = Readonly<Record<string, unknown>>;

function nameOf(node: unknown): string {
  const name = typeof node === 'object' && node !== null ? (node as Node)['function_name'] : undefined;
  return typeof name === 'string' ? name.toLowerCase() : '';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function childrenOf(node: unknown): readonly Node[] {
  const children: unknown = Reflect.get(Object(node), 'children');
  return Array.isArray(children) ? children : [];
}

/** An option, as `format = 'auto'` or `format := 'auto'`. */
function isNamed(node: Node): boolean {
  const isEqual = node['type'] === 'COMPARE_EQUAL' && Reflect.get(Object(node['left']), 'class') === 'COLUMN_REF';
  return isEqual || textOf(node['alias']) !== '';
}

/** Texts and lists of them; undefined where anything else is among them. */
function namesIn(nodes: readonly Node[]): readonly string[] | undefined {
  const names: string[] = [];
  for (const node of nodes) {
    const value: unknown = Reflect.get(Object(node['value']), 'value');
    const isList = node['class'] === 'FUNCTION' && nameOf(node) === 'list_value';
    const found = node['class'] === 'CONSTANT' && typeof value === 'string' ? [value] : undefined;
    const these = isList ? namesIn(childrenOf(node)) : found;
    if (these === undefined) return undefined;
    names.push(...these);
  }
  return names;
}

/** The engine takes rows.json for a file even where nothing quotes it. */
function tableOf(node: Node): string {
  return ['catalog_name', 'schema_name', 'table_name']
    .map((part) => textOf(node[part]))
    .filter((part) => part !== '')
    .join('.');
}

function walk(node: unknown, visit: (node: Node) => void): void {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) visit(node as Node);
  for (const child of Object.values(node)) walk(child, visit);
}
