/** JSON as it travels: emulate's bodies and ours are checked against GitHub's description, not by types here. */
export type Json = Record<string, unknown>;

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object at a key; an empty one when there is none. */
export function at(value: unknown, ...path: readonly string[]): Json {
  const found = path.reduce<unknown>((node, key) => (isJson(node) ? node[key] : undefined), value);
  return isJson(found) ? found : {};
}

export function textAt(value: unknown, ...path: readonly string[]): string {
  const found = path.reduce<unknown>((node, key) => (isJson(node) ? node[key] : undefined), value);
  return typeof found === 'string' ? found : '';
}

export function numberAt(value: unknown, ...path: readonly string[]): number {
  const found = path.reduce<unknown>((node, key) => (isJson(node) ? node[key] : undefined), value);
  return typeof found === 'number' ? found : 0;
}

/** Time as GitHub writes it: without fractions of a second. */
export function now(): string {
  return new Date().toISOString().replace(/\.\d+/, '');
}

export function nodeId(kind: string, id: number): string {
  return Buffer.from(`0:${kind}${id}`).toString('base64');
}
