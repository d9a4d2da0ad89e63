import { Config } from '@tidegate/core/config/schema';
import * as z from 'zod';

type Node = Readonly<Record<string, unknown>>;

/** docs/config.md: every field of tidegate.yml with its type, default and meaning, read from the schema. */
export function renderConfigDocument(): string {
  const root = nodeOf(z.toJSONSchema(Config, { io: 'input', unrepresentable: 'any' }));
  return `# tidegate.yml

Written by \`npm run docs\` from \`core/config/schema.ts\`; the JSON Schema is [schemas/config.schema.json](../schemas/config.schema.json).
Read from the default branch only: a change in a pull request takes effect after the merge. \`npm run tidegate -- check\` lists every
mistake with its line.

| field | type | default | meaning |
|---|---|---|---|
${rowsOf(root, '').join('\n')}
`;
}

function rowsOf(schema: Node, path: string): readonly string[] {
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(nodeOf(schema['properties'])).flatMap(([name, value]) => {
    const field = nodeOf(value);
    const here = path ? `${path}.${name}` : name;
    return [rowOf(here, field, required.includes(name)), ...childrenOf(field, here)];
  });
}

function childrenOf(field: Node, path: string): readonly string[] {
  const values = nodeOf(field['additionalProperties']);
  const items = nodeOf(field['items']);
  if (Object.keys(nodeOf(values['properties'])).length > 0) return rowsOf(values, `${path}.<name>`);
  const kinds = Array.isArray(items['oneOf'])
    ? items['oneOf']
    : Array.isArray(items['anyOf'])
      ? items['anyOf']
      : [items];
  const ofItems = kinds.flatMap((kind) => {
    const constant = nodeOf(nodeOf(nodeOf(kind)['properties'])['kind'])['const'];
    return rowsOf(nodeOf(kind), `${path}[]${constant ? ` (${String(constant)})` : ''}`);
  });
  return [...rowsOf(field, path), ...ofItems];
}

function rowOf(path: string, field: Node, isRequired: boolean): string {
  const fallback = 'default' in field ? `\`${JSON.stringify(field['default'])}\`` : isRequired ? 'required' : '—';
  return `| \`${path}\` | ${typeOf(field)} | ${fallback.length > 60 ? 'see its fields' : fallback} | ${String(field['description'] ?? '').replaceAll('|', '\\|')} |`;
}

function typeOf(field: Node): string {
  if ('const' in field) return `\`${JSON.stringify(field['const'])}\``;
  if (Array.isArray(field['enum'])) return field['enum'].map((value) => `\`${String(value)}\``).join(', ');
  const bounds = [
    ['≥', field['minimum']],
    ['>', field['exclusiveMinimum']],
    ['≤', field['maximum']],
    ['<', field['exclusiveMaximum']],
  ].flatMap(([sign, value]) =>
    typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? [`${String(sign)} ${value}`] : [],
  );
  const words: Readonly<Record<string, string>> = {
    string: 'text',
    integer: 'whole number',
    object: 'mapping',
    array: 'list',
    boolean: 'true or false',
  };
  const type = String(field['type'] ?? 'any');
  return [words[type] ?? type, ...bounds].join(' ');
}

function nodeOf(value: unknown): Node {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
