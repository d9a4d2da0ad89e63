import { checkArray } from './check-array.ts';
import { checkObject } from './check-object.ts';
import { checkScalar } from './check-scalar.ts';
import { isSameJson } from './same-json.ts';

export type CheckPart = (schema: unknown, value: unknown) => boolean;

/** Keywords that change no answer: annotations, and formats, which Python's jsonschema does not look at unless it is asked to. */
const ANNOTATIONS = new Set(
  '$schema $id id $comment $defs definitions title description default examples format readOnly writeOnly deprecated contentEncoding contentMediaType contentSchema then else'.split(
    ' ',
  ),
);
const CHECKED = new Set(
  '$ref type enum const minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern prefixItems items contains minContains maxContains minItems maxItems uniqueItems properties patternProperties additionalProperties propertyNames required minProperties maxProperties dependentRequired dependentSchemas allOf anyOf oneOf not if'.split(
    ' ',
  ),
);
const DEEPEST = 200;

/** Keywords of JSON Schema 2020-12 that a schema has and that are not offered. */
export function unknownKeywords(schema: unknown, depth = 0): readonly string[] {
  if (typeof schema === 'boolean') return [];
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return ['a schema that is no mapping'];
  if (depth > DEEPEST) return ['schemas nested so deep'];
  const entries = Object.entries(schema);
  const own = entries.flatMap(([name, value]) => {
    if (!ANNOTATIONS.has(name) && !CHECKED.has(name)) return [name];
    // Draft 4 wrote these as truth values, and lists of items by place.
    if (/^exclusiveM/.test(name) && typeof value !== 'number') return [`${name}: ${String(value)}`];
    if (name === 'items' && Array.isArray(value)) return ['items as a list'];
    return name === '$ref' && !/^#(\/|$)/.test(String(value)) ? [`$ref: ${String(value)}`] : [];
  });
  return [
    ...own,
    ...entries.flatMap(([name, value]) => subschemas(name, value)).flatMap((one) => unknownKeywords(one, depth + 1)),
  ];
}

function subschemas(name: string, value: unknown): readonly unknown[] {
  if (/^(items|contains|additionalProperties|propertyNames|not|if|then|else)$/.test(name)) return [value];
  if (/^(prefixItems|allOf|anyOf|oneOf)$/.test(name)) return Array.isArray(value) ? value : [value];
  const isMap = /^(properties|patternProperties|dependentSchemas|\$defs|definitions)$/.test(name);
  return isMap && typeof value === 'object' && value !== null ? Object.values(value) : [];
}

/** A test of values by a JSON Schema (2020-12) without references to other files. */
export function jsonSchemaTest(root: unknown): (value: unknown) => boolean {
  let depth = 0;
  const check: CheckPart = (schema, value) => {
    if (typeof schema === 'boolean') return schema;
    if (typeof schema !== 'object' || schema === null) return true;
    // A schema that refers to itself without going deeper has no answer.
    if (depth > DEEPEST) return false;
    depth += 1;
    try {
      const keywords: Readonly<Record<string, unknown>> = { ...schema };
      return checkScalar(keywords, value) && checkStructure(keywords, value) && checkLogic(keywords, value);
    } finally {
      depth -= 1;
    }
  };
  const checkStructure = (keywords: Readonly<Record<string, unknown>>, value: unknown) => {
    if (Array.isArray(value)) return checkArray(keywords, value, check);
    return typeof value === 'object' && value !== null ? checkObject(keywords, { ...value }, check) : true;
  };
  const checkLogic = (keywords: Readonly<Record<string, unknown>>, value: unknown) => {
    const { $ref, allOf = [], anyOf, oneOf, not, enum: choices } = keywords;
    if ($ref !== undefined && !check(resolve(root, String($ref)), value)) return false;
    if ('const' in keywords && !isSameJson(keywords['const'], value)) return false;
    if (Array.isArray(choices) && !choices.some((one) => isSameJson(one, value))) return false;
    if (Array.isArray(allOf) && !allOf.every((one) => check(one, value))) return false;
    if (Array.isArray(anyOf) && !anyOf.some((one) => check(one, value))) return false;
    if (Array.isArray(oneOf) && oneOf.filter((one) => check(one, value)).length !== 1) return false;
    if (not !== undefined && check(not, value)) return false;
    const branch = keywords['if'] === undefined ? undefined : check(keywords['if'], value) ? 'then' : 'else';
    return branch === undefined || keywords[branch] === undefined || check(keywords[branch], value);
  };
  return (value) => check(root, value);
}

function resolve(root: unknown, pointer: string): unknown {
  const parts = pointer.split('/').slice(1);
  return parts.reduce<unknown>((node, part) => {
    const name = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
    return typeof node === 'object' && node !== null && Object.hasOwn(node, name) ? Reflect.get(node, name) : false;
  }, root);
}
