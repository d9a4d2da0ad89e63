import * as z from 'zod';
import { Config } from './schema.ts';

/** Keys that the config may have at a path, read from its own JSON Schema, so that a misspelt one can be named right. */
export function knownKeysAt(path: readonly PropertyKey[], value?: unknown): readonly string[] {
  const root: unknown = z.toJSONSchema(Config, { io: 'input', unrepresentable: 'any' });
  const nodes = path.reduce<unknown[]>(
    (found, part) => found.flatMap((node) => children(node, part)),
    alternatives(root),
  );
  const kind = objectAt({ value }, 'value')['kind'];
  // Of rules only those of the kind that is written: the others have keys that it has not.
  const ofKind = nodes.filter(
    (node) => kind !== undefined && objectAt(objectAt(node, 'properties'), 'kind')['const'] === kind,
  );
  return [
    ...new Set((ofKind.length > 0 ? ofKind : nodes).flatMap((node) => Object.keys(objectAt(node, 'properties')))),
  ];
}

function children(node: unknown, part: PropertyKey): unknown[] {
  const next =
    typeof part === 'number'
      ? objectAt(node, 'items')
      : (objectAt(node, 'properties')[String(part)] ?? objectAt(node, 'additionalProperties'));
  return alternatives(next);
}

function alternatives(node: unknown): unknown[] {
  const union = Object.values(objectAt(node, 'anyOf')).concat(Object.values(objectAt(node, 'oneOf')));
  return union.length > 0 ? union.flatMap(alternatives) : [node];
}

function objectAt(node: unknown, key: string): Record<string, unknown> {
  const value = typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined;
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
