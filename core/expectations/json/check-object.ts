import { isFound } from './check-scalar.ts';
import type { CheckPart } from './json-schema.ts';

type Mapping = Readonly<Record<string, unknown>>;

/** Keywords on mappings. */
export function checkObject(keywords: Mapping, value: Mapping, check: CheckPart): boolean {
  const { required, minProperties, maxProperties, propertyNames } = keywords;
  const names = Object.keys(value);
  if (typeof minProperties === 'number' && names.length < minProperties) return false;
  if (typeof maxProperties === 'number' && names.length > maxProperties) return false;
  if (!hasAll(value, required)) return false;
  if (propertyNames !== undefined && !names.every((name) => check(propertyNames, name))) return false;
  return (
    names.every((name) => checkProperty(keywords, name, value[name], check)) && checkDependents(keywords, value, check)
  );
}

function checkProperty(keywords: Mapping, name: string, value: unknown, check: CheckPart): boolean {
  const properties = mappingOf(keywords['properties']);
  const patterns = Object.entries(mappingOf(keywords['patternProperties'])).filter(([pattern]) =>
    isFound(pattern, name),
  );
  const isNamed = Object.hasOwn(properties, name);
  if (isNamed && !check(properties[name], value)) return false;
  if (!patterns.every(([, schema]) => check(schema, value))) return false;
  const { additionalProperties } = keywords;
  return isNamed || patterns.length > 0 || additionalProperties === undefined || check(additionalProperties, value);
}

function checkDependents(keywords: Mapping, value: Mapping, check: CheckPart): boolean {
  const required = Object.entries(mappingOf(keywords['dependentRequired']));
  if (required.some(([name, others]) => Object.hasOwn(value, name) && !hasAll(value, others))) return false;
  const schemas = Object.entries(mappingOf(keywords['dependentSchemas']));
  return schemas.every(([name, schema]) => !Object.hasOwn(value, name) || check(schema, value));
}

function hasAll(value: Mapping, names: unknown): boolean {
  return !Array.isArray(names) || names.every((name) => Object.hasOwn(value, String(name)));
}

function mappingOf(value: unknown): Mapping {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
