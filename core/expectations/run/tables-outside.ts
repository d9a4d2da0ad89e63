import type { SqlNode } from './walk-sql.ts';

type Names = ReadonlySet<string>;

/**
 * Tables that a query reads and that are neither given nor its own where it reads them: a name that WITH gives is one of the
 * catalog before, and outside.
 */
export function tablesOutside(root: SqlNode, tables: readonly string[]): readonly string[] {
  const found: string[] = [];
  const open: [unknown, Names][] = [[root, new Set(tables.map((name) => name.toLowerCase()))]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [value, known] = next;
    if (Array.isArray(value)) for (const item of value) open.push([item, known]);
    if (Array.isArray(value) || typeof value !== 'object' || value === null) continue;
    const { cte_map: own, ...node }: SqlNode = { ...value };
    if (isOutside(node, known)) found.push(String(node['table_name']));
    let names = known;
    for (const entry of entriesOf(own)) {
      open.push([Reflect.get(entry, 'value'), names]);
      names = withName(names, Reflect.get(entry, 'key'));
    }
    // Only the part behind UNION is what runs again.
    const again = node['type'] === 'RECURSIVE_CTE_NODE' ? withName(names, node['cte_name']) : names;
    for (const [part, child] of Object.entries(node)) open.push([child, part === 'right' ? again : names]);
  }
  return found;
}

function isOutside({ type, schema_name, catalog_name, table_name }: SqlNode, known: Names): boolean {
  if (type !== 'BASE_TABLE') return false;
  const isPlain = (schema_name ?? '') === '' && (catalog_name ?? '') === '';
  return !isPlain || !known.has(String(table_name).toLowerCase());
}

function entriesOf(cteMap: unknown): readonly object[] {
  const entries: unknown = Reflect.get(Object(cteMap), 'map');
  return Array.isArray(entries) ? entries.map((entry: unknown) => Object(entry)) : [];
}

function withName(names: Names, name: unknown): Names {
  return new Set([...names, String(name).toLowerCase()]);
}
