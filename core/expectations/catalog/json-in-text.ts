import * as z from 'zod';
import type { Dialect } from '../../sql/dialect.ts';
import { defineExpectation } from '../expectation.ts';
import { jsonSchemaTest, unknownKeywords } from '../json/json-schema.ts';
import { parseJson } from '../json/parse-json.ts';
import { columnMap } from '../kwargs.ts';
import { mapNone } from '../plan-map.ts';
import { planScript } from '../plan-script.ts';

export const valuesJsonParseable = defineExpectation({
  type: 'expect_column_values_to_be_json_parseable',
  summary: 'Every text is JSON, as Python reads it: NaN and Infinity too.',
  kwargs: z.strictObject(columnMap),
  claim: () => 'texts that are JSON',
  plan: ({ column, mostly }, { column: find, dialect, judgeTexts }) => {
    const facts = find(column);
    if (facts.kind !== 'text') return mapNone(facts, mostly, dialect);
    return planScript(facts, mostly, (text) => parseJson(text) !== undefined, {
      judgeTexts,
      dialect,
      isSure: isSurelyJson(facts.text, dialect),
    });
  },
});

export const valuesMatchJsonSchema = defineExpectation({
  type: 'expect_column_values_to_match_json_schema',
  summary: 'Every text is JSON that meets a JSON Schema (2020-12); formats are not looked at.',
  kwargs: z.strictObject({
    ...columnMap,
    json_schema: z.record(z.string(), z.unknown()).superRefine((schema, context) => {
      const unknown = [...new Set(unknownKeywords(schema))];
      if (unknown.length > 0)
        context.addIssue({ code: 'custom', message: `expected a schema without ${unknown.slice(0, 5).join(', ')}` });
    }),
  }),
  claim: () => 'texts that are JSON by the schema',
  plan: ({ column, json_schema, mostly }, { column: find, dialect, judgeTexts }) => {
    const facts = find(column);
    if (facts.kind !== 'text') return mapNone(facts, mostly, dialect);
    const isMet = jsonSchemaTest(json_schema);
    const isFine = (text: string) => {
      const parsed = parseJson(text);
      return parsed !== undefined && isMet(parsed.value);
    };
    return planScript(facts, mostly, isFine, { dialect, judgeTexts });
  },
});

/** DuckDB also takes a comma before a bracket and its own spellings of NaN; texts with such signs are read here. */
function isSurelyJson(text: string, dialect: Dialect): string {
  if (dialect.name !== 'duckdb') return '1 = 0';
  return `json_valid(${text}) AND NOT ${dialect.matches(text, ',\\s*[\\]}]|(?i:inf|nan)')}`;
}
