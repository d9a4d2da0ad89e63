import { Config } from '@tidegate/core/config/schema';
import { RULES } from '@tidegate/core/gate/rules';
import * as z from 'zod';
import { describeType, type Node, nodeOf, nodesOf } from './describe-type.ts';

/** docs/config.md: every field of tidegate.yml with its type, default and meaning, read from the schema. */
export function renderConfigDocument(): string {
  const root = nodeOf(z.toJSONSchema(Config, { io: 'input', unrepresentable: 'any' }));
  return `# tidegate.yml

Written by \`npm run docs\` from \`core/config/schema.ts\`; the JSON Schema is [schemas/config.schema.json](../schemas/config.schema.json).
Read from the default branch only: a change in a pull request takes effect after the merge. \`npm run tidegate -- check\` lists every
mistake with its line.

Whole files to start from: [binary classification with slices and fairness](examples/binary.yml),
[multiclass](examples/multiclass.yml), [regression with groups](examples/regression.yml). Metrics are in [metrics.md](metrics.md), what a
rule does and where that comes from is told by \`tidegate validate --explain <kind>\`.

\`<name>\` stands for a name of yours, \`[]\` for each item of a list, \`gate[] (slice)\` for an item with \`kind: slice\`. A default of "—" means
that nothing is there unless you write it, "required" that the file is refused without it.

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
  if (Object.keys(nodeOf(values['properties'])).length > 0) return rowsOf(values, `${path}.<name>`);
  const items = nodeOf(field['items']);
  const kinds = [items, ...nodesOf(items['oneOf']), ...nodesOf(items['anyOf'])];
  const ofItems = kinds.flatMap((kind) => {
    const constant = nodeOf(nodeOf(kind['properties'])['kind'])['const'];
    return rowsOf(kind, `${path}[]${constant ? ` (${String(constant)})` : ''}`);
  });
  return [field, ...nodesOf(field['anyOf'])].flatMap((form) => rowsOf(form, path)).concat(ofItems);
}

function rowOf(path: string, field: Node, isRequired: boolean): string {
  const fallback = 'default' in field ? `\`${JSON.stringify(field['default'])}\`` : isRequired ? 'required' : '—';
  const described = String(field['description'] ?? (path.endsWith('.kind') ? summaryOf(String(field['const'])) : ''));
  const cells = [`\`${path}\``, describeType(field), fallback.length > 60 ? 'see its fields' : fallback, described];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** The first sentence of what `tidegate validate --explain` says. */
function summaryOf(kind: string): string {
  const rule = Object.values(RULES).find((each) => each.kind === kind);
  return /^[^\n]*?\.(?=\s)/.exec(rule?.explanation ?? '')?.[0] ?? '';
}
