import { expect, it } from 'vitest';
import { jsonSchemaTest, unknownKeywords } from '../../../../core/expectations/json/json-schema.ts';
import { parseJson } from '../../../../core/expectations/json/parse-json.ts';

// Not as an object: one with a `then` could be taken for a promise.
const BRANCHES = '{"if": {"minimum": 5}, "then": {"multipleOf": 5}, "else": {"const": 1}}';

it.each([
  [{ type: 'integer' }, 1.0, true],
  [{ type: ['integer', 'null'] }, null, true],
  [{ type: 'number' }, true, false],
  [{ const: 1 }, true, false],
  [{ enum: [[1, { a: 2 }]] }, [1, { a: 2 }], true],
  [{ minimum: 3 }, 'text', true],
  [{ exclusiveMaximum: 3 }, 3, false],
  [{ multipleOf: 0.5 }, 1.5, true],
  [{ minLength: 2 }, '💧', false],
  [{ pattern: '^\\w+$' }, 'é', true],
  [{ format: 'email' }, 'no address', true],
  [{ items: { type: 'string' }, prefixItems: [{ type: 'integer' }] }, [1, 'a'], true],
  [{ items: { type: 'string' }, prefixItems: [{ type: 'integer' }] }, [1, 2], false],
  [{ contains: { const: 1 }, maxContains: 1 }, [1, 1], false],
  [{ contains: { const: 1 }, minContains: 0 }, [], true],
  [{ uniqueItems: true }, [1, 1.0], false],
  [{ required: ['a'] }, { b: 1 }, false],
  [{ required: ['toString'] }, {}, false],
  [{ properties: { a: false } }, { a: 1 }, false],
  [{ patternProperties: { '^x': { type: 'integer' } }, additionalProperties: false }, { x1: 1 }, true],
  [{ patternProperties: { '^x': { type: 'integer' } }, additionalProperties: false }, { y: 1 }, false],
  [{ propertyNames: { maxLength: 1 } }, { ab: 1 }, false],
  [{ dependentRequired: { a: ['b'] } }, { a: 1 }, false],
  [{ dependentSchemas: { a: { minProperties: 2 } } }, { a: 1 }, false],
  [{ allOf: [{ minimum: 1 }, { maximum: 2 }] }, 3, false],
  [{ oneOf: [{ minimum: 1 }, { minimum: 2 }] }, 3, false],
  [{ anyOf: [{ minimum: 5 }, { const: 3 }] }, 3, true],
  [{ not: { type: 'string' } }, 'a', false],
  [JSON.parse(BRANCHES), 7, false],
  [JSON.parse(BRANCHES), 1, true],
  [{ $ref: '#/$defs/a~1b', $defs: { 'a/b': { type: 'null' } } }, null, true],
  [{ properties: { next: { $ref: '#' } }, required: ['v'] }, { v: 1, next: { v: 2 } }, true],
  [{ properties: { next: { $ref: '#' } }, required: ['v'] }, { v: 1, next: {} }, false],
  [{ $ref: '#' }, 1, false],
])('%j on %j: %s', (schema, value, isMet) => {
  expect(unknownKeywords(schema)).toEqual([]);
  expect(jsonSchemaTest(schema)(value)).toBe(isMet);
});

it('names keywords that it would pass over', () => {
  const schema = { properties: { a: { $dynamicRef: '#x' } }, exclusiveMinimum: true, items: [{}], $ref: 'other.json' };
  expect(unknownKeywords(schema)).toEqual([
    'exclusiveMinimum: true',
    'items as a list',
    '$ref: other.json',
    '$dynamicRef',
    'a schema that is no mapping',
  ]);
});

it.each([
  ['{"a": NaN, "b": [-Infinity]}', true],
  ['{"a": "NaN', false],
  ['{"a": nan}', false],
  ['"it is NaN"', true],
  ['[1,]', false],
  ['', false],
])('reads %s as Python does: %s', (text, isJson) => {
  expect(parseJson(text) !== undefined).toBe(isJson);
});
