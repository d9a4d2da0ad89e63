export type Node = Readonly<Record<string, unknown>>;

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  boolean: 'true or false',
};

/** A type of a JSON Schema in words; every form of a union. @throws Error for what it has no words for */
export function describeType(field: Node): string {
  if ('const' in field) return `\`${JSON.stringify(field['const'])}\``;
  if (Array.isArray(field['enum'])) return field['enum'].map((value) => `\`${String(value)}\``).join(', ');
  const forms = [...nodesOf(field['anyOf']), ...nodesOf(field['oneOf'])];
  if (forms.length > 0) return [...new Set(forms.map(describeType))].join(' or ');
  const type = String(field['type']);
  if (type === 'array') return `list of ${describeItems(nodeOf(field['items']))}${countOf(field)}`;
  if (type === 'object') return describeMapping(field);
  const word = type === 'number' ? type : WORDS[type];
  if (word === undefined) throw new Error(`No words for the type of ${JSON.stringify(field)}`);
  return [word, boundsOf(field).join(', ')].join(' ').trim();
}

export function nodeOf(value: unknown): Node {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

export function nodesOf(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.map(nodeOf) : [];
}

function describeItems(items: Node): string {
  if (items['type'] === 'object' || items['oneOf']) return 'mappings';
  const one = describeType(items);
  return one.replace(/^(text|number|whole number)\b/, '$1s');
}

function describeMapping(field: Node): string {
  const names = Object.keys(nodeOf(field['properties']));
  if (names.length > 0) return names.length > 3 ? 'mapping' : `mapping { ${names.join(', ')} }`;
  const values = nodeOf(field['additionalProperties']);
  const isOfMappings = values['type'] === 'object';
  return `mapping of names to ${isOfMappings ? 'mappings' : describeType(values)}`;
}

function boundsOf(field: Node): readonly string[] {
  const signs = { '≥': 'minimum', '>': 'exclusiveMinimum', '≤': 'maximum', '<': 'exclusiveMaximum' };
  return Object.entries(signs).flatMap(([sign, key]) => {
    const value = field[key];
    return typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? [`${sign} ${value}`] : [];
  });
}

function countOf(field: Node): string {
  const [least, most] = [field['minItems'], field['maxItems']];
  if (typeof least === 'number' && typeof most === 'number') return ` (${least} to ${most})`;
  if (typeof least === 'number') return ` (at least ${least})`;
  return typeof most === 'number' ? ` (at most ${most})` : '';
}
