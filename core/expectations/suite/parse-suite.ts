import * as z from 'zod';
import { describeIssues } from '../../config/describe-issues.ts';
import { renderPath } from '../../config/render-path.ts';
import { EXPECTATIONS, findExpectation, nearestExpectation } from '../catalog.ts';
import { ExpectationSuite, SuiteExpectation } from './expectation-suite.ts';
import { importGreatExpectations, isGreatExpectations } from './import-great-expectations.ts';
import { MOST_MISTAKES, readSuiteText, refuseSuite, type SuiteMistake, type SuiteText } from './suite-text.ts';

/** A suite, and on which line of its file each expectation begins. */
export interface ParsedSuite {
  readonly suite: ExpectationSuite;
  readonly lines: readonly number[];
}

/**
 * Reads a suite from YAML or JSON, or one of great_expectations as it is. Every mistake is told at once, each with line, path,
 * value and what was expected.
 * @throws OperatorError `config-invalid`
 */
export function parseSuite(text: string, file: string): ParsedSuite {
  const read = readSuiteText(text, file);
  const imported = isGreatExpectations(read.value) ? importGreatExpectations(read.value) : undefined;
  if (typeof read.value !== 'object' || read.value === null || Array.isArray(read.value))
    throw refuseSuite(file, [{ line: 1, text: 'expected a mapping with kind, version and expectations, found none.' }]);
  const lost = (imported?.mistakes ?? []).map(({ path, text: words }) => ({ line: read.lineOf(path), text: words }));
  const value = withoutNulls(imported?.suite ?? read.value);
  const result = ExpectationSuite.safeParse(value);
  if (!result.success || lost.length > 0) {
    const issues = describeIssues(result.error?.issues ?? [], value, read.lineOf, knownKeys);
    throw refuseSuite(file, [
      ...lost,
      ...issues,
      ...checkSound(value, read, MOST_MISTAKES - lost.length - issues.length),
    ]);
  }
  const { expectations } = result.data;
  return { suite: result.data, lines: locateExpectations(expectations, read, file, ['expectations']) };
}

/** The list of expectations that stands in a model of `tidegate.yml`, checked as those of a suite. @throws OperatorError `config-invalid` */
export function parseInlineSuite(
  expectations: readonly SuiteExpectation[],
  text: string,
  { file, path }: { readonly file: string; readonly path: readonly PropertyKey[] },
): ParsedSuite {
  const listed = ExpectationSuite.parse(
    withoutNulls({ kind: 'tidegate.expectation-suite', version: 1, expectations: [...expectations] }),
  );
  return { suite: listed, lines: locateExpectations(listed.expectations, readSuiteText(text, file), file, path) };
}

/** Mistakes inside those expectations that are shaped as expectations are: whoever mends a suite sees all of them at once. */
function checkSound(value: unknown, read: SuiteText, most: number): readonly SuiteMistake[] {
  const listed = z.looseObject({ expectations: z.array(z.unknown()) }).safeParse(value);
  const mistakes: SuiteMistake[] = [];
  for (const [index, one] of (listed.data?.expectations ?? []).entries()) {
    if (mistakes.length >= most) break;
    const sound = SuiteExpectation.safeParse(one);
    if (sound.success) mistakes.push(...checkExpectation(sound.data, ['expectations', index], read));
  }
  return mistakes;
}

function locateExpectations(
  expectations: readonly SuiteExpectation[],
  read: SuiteText,
  file: string,
  at: readonly PropertyKey[],
): readonly number[] {
  const mistakes: SuiteMistake[] = [];
  for (const [index, expectation] of expectations.entries()) {
    // Nobody reads more, and the nearest name of each takes its time.
    if (mistakes.length >= MOST_MISTAKES) break;
    mistakes.push(...checkExpectation(expectation, [...at, index], read));
  }
  if (mistakes.length > 0) throw refuseSuite(file, mistakes);
  return expectations.map((_, index) => read.lineOf([...at, index]));
}

function checkExpectation(
  { type, kwargs }: SuiteExpectation,
  path: readonly PropertyKey[],
  { lineOf }: SuiteText,
): SuiteMistake[] {
  const expectation = findExpectation(type);
  if (!expectation) {
    const near = nearestExpectation(type);
    const hint = near ? `Did you mean ${JSON.stringify(near)}?` : `${EXPECTATIONS.length} are offered; remove it.`;
    const words = `${renderPath(path)}.type: ${JSON.stringify(type)} is not offered. ${hint}`;
    return [{ line: lineOf([...path, 'type']), text: words }];
  }
  const result = expectation.kwargs.safeParse(kwargs);
  if (result.success) return [];
  const kwargsPath = [...path, 'kwargs'];
  const issues = result.error.issues.map((issue) => ({ ...withOwnWords(issue), path: [...kwargsPath, ...issue.path] }));
  const document = kwargsPath.reduceRight<unknown>((value, part) => ({ [part]: value }), kwargs);
  const mistakes = describeIssues(issues, document, lineOf, () => Object.keys(expectation.kwargs.shape));
  return mistakes.map(({ line, text }) => ({ line, text: `${text} (${type})` }));
}

/** A choice between shapes that says in its own words what it expects. */
function withOwnWords(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  const { code, message, path } = issue;
  return code === 'invalid_union' && message.startsWith('expected ') ? { code: 'custom', message, path } : issue;
}

/** A null is an argument that is not given, as great_expectations writes those; one inside an argument stays. */
function withoutNulls(value: unknown): unknown {
  const Outer = z.looseObject({ expectations: z.array(z.unknown()) });
  const suite = Outer.safeParse(value);
  if (!suite.success) return value;
  const expectations = suite.data.expectations.map((one) => {
    const inner = z.looseObject({ kwargs: z.record(z.string(), z.unknown()) }).safeParse(one);
    if (!inner.success) return one;
    const kwargs = Object.entries(inner.data.kwargs).filter(([, argument]) => argument !== null);
    return { ...inner.data, kwargs: Object.fromEntries(kwargs.map(([name, argument]) => [name, finite(argument)])) };
  });
  return { ...suite.data, expectations };
}

/** YAML can write infinities and JSON cannot: here they are words. */
function finite(value: unknown): unknown {
  if (value === Number.POSITIVE_INFINITY) return 'inf';
  if (value === Number.NEGATIVE_INFINITY) return '-inf';
  if (Array.isArray(value)) return value.map(finite);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, finite(one)]));
}

function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  const shape = path.length === 0 ? ExpectationSuite.shape : ExpectationSuite.shape.expectations.element.shape;
  return Object.keys(shape);
}
