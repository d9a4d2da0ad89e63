/** A JSON Schema, or a part of one. */
type Node = Record<string, unknown>;

export interface Operation {
  readonly id: string;
  /** Schema of a JSON request body, if the operation takes one. */
  readonly request?: unknown;
  readonly requestRequired?: boolean;
  /** Schema of the JSON body by status; null where the documented answer has none. */
  readonly responses: Readonly<Record<string, unknown>>;
}
export interface Trimmed {
  /** By `METHOD /path/{template}`. */
  readonly operations: Readonly<Record<string, Operation>>;
  readonly webhooks: Readonly<Record<string, unknown>>;
  readonly schemas: Readonly<Record<string, unknown>>;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const WORDS = [
  'description',
  'example',
  'examples',
  'externalDocs',
  'x-github',
  'discriminator',
  'title',
  'x-githubEnterpriseOnly',
  'deprecated',
];

/** The operations of these paths and these webhooks, with every schema they reach, as JSON Schema and without prose. */
export function trim(
  description: unknown,
  wanted: { readonly paths: readonly string[]; readonly webhooks: readonly string[] },
): Trimmed {
  const root = nodeOf(description);
  const resolve = (value: unknown): Node => {
    const node = nodeOf(value);
    return typeof node['$ref'] === 'string'
      ? resolve(
          node['$ref']
            .slice(2)
            .split('/')
            .reduce<unknown>((found, key) => nodeOf(found)[key.replaceAll('~1', '/').replaceAll('~0', '~')], root),
        )
      : node;
  };
  const jsonSchema = (content: unknown): unknown => {
    const json = nodeOf(nodeOf(content)['application/json'])['schema'];
    return json === undefined ? undefined : toJsonSchema(json);
  };
  const operations: Record<string, Operation> = {};
  for (const path of wanted.paths) {
    const item = nodeOf(nodeOf(root['paths'])[path]);
    if (Object.keys(item).length === 0) throw new Error(`GitHub's description has no path ${path}.`);
    for (const method of METHODS.filter((name) => name in item)) {
      const operation = nodeOf(item[method]);
      const body = resolve(operation['requestBody']);
      const request = jsonSchema(body['content']);
      const responses = Object.entries(nodeOf(operation['responses'])).map(([status, response]) => [
        status,
        jsonSchema(resolve(response)['content']) ?? null,
      ]);
      operations[`${method.toUpperCase()} ${path}`] = {
        id: String(operation['operationId']),
        ...(request === undefined ? {} : { request, requestRequired: body['required'] === true }),
        responses: Object.fromEntries(responses),
      };
    }
  }
  const webhooks = Object.fromEntries(
    wanted.webhooks.map((name) => {
      const item = nodeOf(nodeOf(root['x-webhooks'])[name]);
      if (Object.keys(item).length === 0) throw new Error(`GitHub's description has no webhook ${name}.`);
      return [name, jsonSchema(resolve(nodeOf(item['post'])['requestBody'])['content'])];
    }),
  );
  const all = nodeOf(nodeOf(root['components'])['schemas']);
  const schemas: Record<string, unknown> = {};
  const reach = (value: unknown): void => {
    for (const name of referencesOf(value)) {
      if (name in schemas) continue;
      schemas[name] = toJsonSchema(all[name]);
      reach(schemas[name]);
    }
  };
  reach([operations, webhooks]);
  return {
    operations,
    webhooks,
    schemas: Object.fromEntries(Object.entries(schemas).sort(([left], [right]) => (left < right ? -1 : 1))),
  };
}

/** OpenAPI 3.0 to JSON Schema: `nullable` becomes a type, references point into our own file, prose goes. */
function toJsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toJsonSchema);
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' ? value.replace(/^#\/components\/schemas\//, '#/schemas/') : value;
  const { nullable, ...rest } = nodeOf(value);
  const isSchema = !('properties' in rest && typeof rest['type'] === 'object');
  const kept = Object.entries(rest).filter(
    ([key, item]) => !(isSchema && WORDS.includes(key) && (typeof item !== 'object' || key !== 'description')),
  );
  const node: Node = Object.fromEntries(
    kept.map(([key, item]) => [key, key === 'properties' ? mapProperties(item) : toJsonSchema(item)]),
  );
  if (nullable !== true) return node;
  if (Array.isArray(node['enum']) && !node['enum'].includes(null)) node['enum'] = [...node['enum'], null];
  if (typeof node['type'] === 'string') return { ...node, type: [node['type'], 'null'] };
  return { anyOf: [node, { type: 'null' }] };
}

/** Names of properties are data: one may be called `description`. */
function mapProperties(value: unknown): Node {
  return Object.fromEntries(Object.entries(nodeOf(value)).map(([name, schema]) => [name, toJsonSchema(schema)]));
}

function referencesOf(value: unknown): readonly string[] {
  return [...JSON.stringify(value).matchAll(/"#\/schemas\/([^"]+)"/g)].map((match) => match[1] ?? '');
}

function nodeOf(value: unknown): Node {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
