import { checkDocument } from '../../../core/document.ts';
import type { SuiteExpectation } from '../../../core/expectations/suite/expectation-suite.ts';
import { type ValidationRequest, validateExpectations } from '../../../core/expectations/validate-expectations.ts';
import type { ExpectationResult, ValidationResult } from '../../../core/expectations/validation-result.ts';
import { VALIDATION_RESULT } from '../../../core/expectations/validation-result.ts';
import type { SqlEngine } from '../../../core/ports/sql-engine.ts';

export const NOW = new Date('2024-03-31T12:00:00Z');
export type Asked = Partial<SuiteExpectation> & Pick<SuiteExpectation, 'type'>;

/** Checks a table of the engine; the result is a document. */
export async function check(
  engine: SqlEngine,
  table: string,
  expectations: readonly Asked[],
  more: Partial<ValidationRequest> = {},
): Promise<ValidationResult> {
  const full = expectations.map((one) => ({ kwargs: {}, severity: 'fail' as const, ...one }));
  const suite = { kind: 'tidegate.expectation-suite' as const, version: 1 as const, expectations: full };
  const result = await validateExpectations({
    engine,
    relation: { source: table, from: engine.dialect.quoteName(table) },
    suite,
    now: NOW,
    ...more,
  });
  return checkDocument(VALIDATION_RESULT, JSON.parse(JSON.stringify(result)), 'result');
}

/** The one result of one expectation. */
export async function checkOne(
  engine: SqlEngine,
  table: string,
  type: string,
  kwargs: Readonly<Record<string, unknown>> = {},
  more: Partial<ValidationRequest> = {},
): Promise<ExpectationResult> {
  const { results } = await check(engine, table, [{ type, kwargs }], more);
  const [result] = results;
  if (!result || results.length !== 1) throw new Error(`expected one result, got ${results.length}`);
  return result;
}
