import * as z from 'zod';
import { ConditionRefused } from './condition.ts';
import type { Severity } from './expectation-suite.ts';
import { importCondition } from './import-condition.ts';

export interface ImportMistake {
  readonly path: readonly PropertyKey[];
  readonly text: string;
}

const Suite = z.looseObject({ expectations: z.array(z.unknown()) });
const Entry = z.looseObject({ kwargs: z.record(z.string(), z.unknown()).default({}) });

/** A suite that great_expectations wrote: 1.x names it `name`, 0.x `expectation_suite_name`. */
export function isGreatExpectations(value: unknown): boolean {
  const suite = Suite.safeParse(value);
  return suite.success && !('kind' in suite.data) && ('name' in suite.data || 'expectation_suite_name' in suite.data);
}

const SUITE_KEYS = new Set(
  'name expectation_suite_name expectations id ge_cloud_id meta notes data_asset_type suite_parameters evaluation_parameters'.split(
    ' ',
  ),
);
const ENTRY_KEYS = new Set(
  'type expectation_type kwargs meta id ge_cloud_id notes description rendered_content expectation_context severity success_on_last_run'.split(
    ' ',
  ),
);
/** Arguments that say how results are written; they change no verdict. */
const RESULT_KEYS = new Set(
  'result_format include_config catch_exceptions batch_id meta notes description id rendered_content'.split(' '),
);
const SEVERITIES: Readonly<Record<string, Severity>> = { critical: 'fail', warning: 'warn', info: 'warn' };

/** Says the suite in Tidegate's words; whatever would be lost is a mistake that names it. */
export function importGreatExpectations(value: unknown): {
  readonly suite: unknown;
  readonly mistakes: readonly ImportMistake[];
} {
  const suite = Suite.parse(value);
  const mistakes: ImportMistake[] = [];
  const refuse = (path: readonly PropertyKey[], text: string) => mistakes.push({ path, text });
  for (const key of Object.keys(suite)) {
    const isEmpty = Object.keys(Object(suite[key])).length === 0;
    if (!SUITE_KEYS.has(key)) refuse([key], `${key}: Tidegate does not know this part of a suite. Remove it.`);
    else if (key.endsWith('_parameters') && !isEmpty) refuse([key], `${key}: ${PARAMETERS}`);
  }
  const expectations = suite.expectations.map((one, index) => importEntry(one, ['expectations', index], refuse));
  return { suite: { kind: 'tidegate.expectation-suite', version: 1, expectations }, mistakes };
}

type Refuse = (path: readonly PropertyKey[], text: string) => void;
const PARAMETERS =
  'parameters are filled in at run time by great_expectations, which Tidegate does not. Write the value.';

function importEntry(value: unknown, path: readonly PropertyKey[], refuse: Refuse): unknown {
  const entry = Entry.safeParse(value);
  if (!entry.success) return value;
  const where = `expectations[${String(path[1])}]`;
  for (const key of Object.keys(entry.data)) {
    if (!ENTRY_KEYS.has(key)) refuse([...path, key], `${where}.${key}: Tidegate does not know this part. Remove it.`);
  }
  const { type, expectation_type, severity = 'critical', kwargs, description } = entry.data;
  const level = SEVERITIES[String(severity)];
  if (!level)
    refuse(
      [...path, 'severity'],
      `${where}.severity: expected critical, warning or info, got ${JSON.stringify(severity)}.`,
    );
  const { row_condition, condition_parser, ...others } = kwargs;
  const name = camelToSnake(String(type ?? expectation_type ?? ''));
  const given = Object.entries(others).filter(([key]) => !RESULT_KEYS.has(key));
  for (const [key, argument] of given) {
    if (argument !== null && typeof argument === 'object' && '$PARAMETER' in argument)
      refuse([...path, 'kwargs', key], `${where}.kwargs.${key}: ${PARAMETERS}`);
  }
  const condition = readCondition(row_condition, condition_parser, [...path, 'kwargs', 'row_condition'], refuse);
  const isOwnQuery = name === 'unexpected_rows_expectation' && typeof description === 'string';
  return {
    type: name,
    kwargs: { ...Object.fromEntries(given), ...(isOwnQuery && { description }) },
    severity: level ?? 'fail',
    ...(condition !== undefined && { 'row-condition': condition }),
  };
}

function readCondition(
  value: unknown,
  parser: unknown,
  path: readonly PropertyKey[],
  refuse: Refuse,
): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  try {
    return importCondition(value, parser);
  } catch (error) {
    if (!(error instanceof ConditionRefused)) throw error;
    refuse(path, `expectations[${String(path[1])}].kwargs.row_condition: ${error.message}`);
    return undefined;
  }
}

/** 0.x wrote some types as class names, and A and B as capitals. */
function camelToSnake(type: string): string {
  if (type.includes('_')) return type.toLowerCase();
  return type
    .replace(/([A-Z]+)(?=[A-Z][a-z]|$)|([A-Z])/g, '_$&')
    .toLowerCase()
    .replace(/^_/, '')
    .replace(/__/g, '_');
}
