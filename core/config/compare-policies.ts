import type { Config, Model } from './schema.ts';

/** One setting that judges models or people, before and after; as JSON, undefined where it is absent. */
export interface PolicyChange {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Settings that differ. What trains a model is the author's; everything else in tidegate.yml is policy. */
export function comparePolicies(before: Config, after: Config): readonly PolicyChange[] {
  const old = flatten('models', policyOf(before));
  const next = flatten('models', policyOf(after));
  return [...new Set([...old.keys(), ...next.keys()])]
    .filter((path) => old.get(path) !== next.get(path))
    .map((path) => ({ path, before: old.get(path), after: next.get(path) }));
}

function policyOf({ models }: Config): Record<string, Omit<Model, 'training'>> {
  return Object.fromEntries(Object.entries(models).map(([name, { training: _, ...policy }]) => [name, policy]));
}

function flatten(path: string, value: unknown): Map<string, string> {
  if (Array.isArray(value)) {
    // Lists of words are one setting: an added column must not look like a change of every column after it.
    if (value.every((item) => typeof item === 'string')) return new Map([[path, JSON.stringify(value)]]);
    return new Map(value.flatMap((item, index) => [...flatten(`${path}[${index}]`, item)]));
  }
  if (typeof value === 'object' && value !== null)
    return new Map(Object.entries(value).flatMap(([key, item]) => [...flatten(`${path}.${key}`, item)]));
  return value === undefined ? new Map() : new Map([[path, JSON.stringify(value)]]);
}
