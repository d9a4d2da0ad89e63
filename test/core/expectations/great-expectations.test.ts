import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { SqlEngine } from '../../../core/ports/sql-engine.ts';
import { askTidegate, isSameAnswer } from './ask-reference.ts';
import { knownDifference } from './known-differences.ts';
import { openTables } from './open-tables.ts';
import { REFERENCE_EXPECTATIONS } from './reference-expectations.ts';
import { REFERENCE_TABLES } from './reference-tables.ts';

const Recorded = z.strictObject({ version: z.string(), answers: z.record(z.string(), z.array(z.string())) });
const recorded = Recorded.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/great-expectations.json'), 'utf8')),
);

// The interop suite asks great_expectations itself and records what it says.
describe('answers as great_expectations recorded them', () => {
  let engine: SqlEngine;
  beforeAll(async () => {
    engine = await openTables(REFERENCE_TABLES);
  });
  afterAll(() => engine.close());

  it('holds for every reference expectation', () => {
    for (const answers of Object.values(recorded.answers)) expect(answers).toHaveLength(REFERENCE_EXPECTATIONS.length);
  });

  it.each(Object.keys(REFERENCE_TABLES))('on table %s', async (table) => {
    const own = await askTidegate(engine, table, REFERENCE_EXPECTATIONS);
    const different = REFERENCE_EXPECTATIONS.flatMap((expectation, index) => {
      const theirs = recorded.answers[table]?.[index];
      const answer = own[index];
      if (!answer || theirs === undefined || knownDifference(table, expectation)) return [];
      return isSameAnswer(answer, theirs) ? [] : [{ expectation, theirs, answer }];
    });
    expect(different).toEqual([]);
  });
});
