import * as z from 'zod';
import { OperatorError } from '../../../core/errors.ts';
import { type ParsedSuite, parseSuite } from '../../../core/expectations/suite/parse-suite.ts';
import { validateExpectations } from '../../../core/expectations/validate-expectations.ts';
import type { SqlEngine } from '../../../core/ports/sql-engine.ts';
import type { ReferenceExpectation } from './reference-expectations.ts';

/** What great_expectations answered. */
export const ReferenceAnswer = z.strictObject({
  success: z.boolean(),
  raised: z.boolean(),
  elements: z.number().nullable(),
  unexpected: z.number().nullable(),
  refused: z.string().optional(),
});
export type ReferenceAnswer = z.infer<typeof ReferenceAnswer>;
export const ReferenceAnswers = z.record(z.string(), z.array(ReferenceAnswer));

export interface OwnAnswer {
  readonly success: boolean;
  readonly status: string;
  readonly elements: number | null;
  readonly unexpected: number | null;
  readonly says: string;
}

/** Tidegate's answers, by the suite as great_expectations would write it. */
export async function askTidegate(
  engine: SqlEngine,
  table: string,
  expectations: readonly ReferenceExpectation[],
): Promise<readonly OwnAnswer[]> {
  const parsed = expectations.map(importOne);
  const suite = {
    kind: 'tidegate.expectation-suite' as const,
    version: 1 as const,
    expectations: parsed.flatMap((one) => ('suite' in one ? one.suite.expectations : [])),
  };
  const relation = { source: table, from: `"${table}"` };
  const { results } = await validateExpectations({ engine, relation, suite, now: new Date('2024-03-31T00:00:00Z') });
  const answers = results.values();
  return parsed.map((one) => {
    if ('refused' in one)
      return { success: false, status: 'refused', elements: null, unexpected: null, says: one.refused };
    const { value } = answers.next();
    return {
      success: value?.status === 'pass',
      status: value?.status ?? 'none',
      elements: value?.elementCount ?? null,
      unexpected: value?.unexpectedCount ?? null,
      says: value?.sentence ?? '',
    };
  });
}

function importOne(expectation: ReferenceExpectation): ParsedSuite | { readonly refused: string } {
  try {
    return parseSuite(JSON.stringify({ name: 'one', expectations: [expectation] }), 'one.json');
  } catch (error) {
    if (error instanceof OperatorError) return { refused: error.message };
    throw error;
  }
}

/** An answer is the recorded one, counts included; what great_expectations cannot compute is not met here. */
export function isSameAnswer({ success, elements, unexpected }: OwnAnswer, recorded: string): boolean {
  if (recorded === 'raised') return !success;
  const [verdict, counts] = recorded.split(' ');
  if (verdict !== (success ? 'met' : 'not')) return false;
  return counts === undefined || unexpected === null || counts === `${elements}/${unexpected}`;
}
