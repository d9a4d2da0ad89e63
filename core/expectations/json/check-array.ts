import type { CheckPart } from './json-schema.ts';
import { isSameJson } from './same-json.ts';

/** Keywords on lists. */
export function checkArray(
  keywords: Readonly<Record<string, unknown>>,
  values: readonly unknown[],
  check: CheckPart,
): boolean {
  const { minItems, maxItems, uniqueItems, prefixItems, items, contains, minContains = 1, maxContains } = keywords;
  if (typeof minItems === 'number' && values.length < minItems) return false;
  if (typeof maxItems === 'number' && values.length > maxItems) return false;
  const isRepeated = (value: unknown, at: number) => values.slice(0, at).some((one) => isSameJson(one, value));
  if (uniqueItems === true && values.some(isRepeated)) return false;
  const first = Array.isArray(prefixItems) ? prefixItems : [];
  if (!first.slice(0, values.length).every((schema, at) => check(schema, values[at]))) return false;
  if (items !== undefined && !values.slice(first.length).every((value) => check(items, value))) return false;
  if (contains === undefined) return true;
  const found = values.filter((value) => check(contains, value)).length;
  return found >= Number(minContains) && !(typeof maxContains === 'number' && found > maxContains);
}
