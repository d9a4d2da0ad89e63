import type { DataRole } from '../../config/expectations.ts';
import { locateKey } from '../../config/locate-rules.ts';
import type { DataSet } from '../../config/schema.ts';
import type { ExpectationSuite, SuiteExpectation } from './expectation-suite.ts';
import { parseInlineSuite, parseSuite } from './parse-suite.ts';

/** An expectation, and where it is written. */
export interface PlacedExpectation {
  readonly expectation: SuiteExpectation;
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

export interface PolicyText {
  /** Of `tidegate.yml`. */
  readonly text: string;
  readonly file: string;
  readonly modelName: string;
  readonly readFile: (path: string) => string;
}

/**
 * All that a policy expects of a model's data, with what it says of personal data, each at its line.
 * @throws OperatorError `config-invalid` with file and line of every mistake, and what `readFile` throws
 */
export function readPolicySuite(
  { expectations, 'personal-data': personal = 'warn' }: Pick<DataSet, 'expectations' | 'personal-data'>,
  { text, file, modelName, readFile }: PolicyText,
): readonly PlacedExpectation[] {
  const path = ['models', modelName, 'data'];
  const parsed =
    expectations === undefined
      ? { suite: { expectations: [] }, lines: [] }
      : typeof expectations === 'string'
        ? parseSuite(readFile(expectations), expectations)
        : parseInlineSuite(expectations, text, { file, path: [...path, 'expectations'] });
  const written = typeof expectations === 'string' ? expectations : file;
  const placed = placeAll(parsed.suite.expectations, parsed.lines, written);
  // A list that speaks of personal data itself knows better.
  if (personal === 'off' || placed.some(({ expectation }) => expectation.type === NOT_PERSONAL)) return placed;
  const expectation: SuiteExpectation = { type: NOT_PERSONAL, kwargs: {}, severity: personal };
  return [...placed, { expectation, file, line: locateKey(text, [...path, 'personal-data']) }];
}

export function placeAll(
  expectations: readonly SuiteExpectation[],
  lines: readonly number[],
  file: string,
): readonly PlacedExpectation[] {
  return expectations.map((expectation, index) => ({ expectation, file, line: lines[index] ?? 1 }));
}

/** Those that are asked of a file of the model. */
export function expectedOf(placed: readonly PlacedExpectation[], role: DataRole): readonly PlacedExpectation[] {
  return placed.filter(({ expectation: { on } }) => on === undefined || on === role);
}

export function suiteOf(placed: readonly PlacedExpectation[]): ExpectationSuite {
  const expectations = placed.map(({ expectation }) => expectation);
  return { kind: 'tidegate.expectation-suite', version: 1, expectations };
}

const NOT_PERSONAL = 'expect_table_columns_to_not_look_personal';
