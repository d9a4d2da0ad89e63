import type { SqlValue } from '../ports/sql-engine.ts';
import type { Dialect } from '../sql/dialect.ts';
import type { ColumnFacts } from './column-facts.ts';
import { type Counts, judgeMostly, type UnexpectedRows } from './finding.ts';
import { countOf, done, type Step } from './step.ts';

/** Checks every value that is there: at least the share `mostly` meets the condition, which must not be true of NULL. */
export function mapColumn(column: ColumnFacts, condition: string, mostly: number, dialect: Dialect): Step {
  const present = `count(${column.sql})`;
  // A condition on NULL is not true; values that do not meet it are what is left of those that are there.
  const aggregates = ['count(*)', present, dialect.countIf(condition)];
  return countRows(aggregates, {
    where: `${column.sql} IS NOT NULL AND ${isUnmet(condition)}`,
    mostly,
    noun: 'values',
  });
}

/** Checks every row that counts: at least the share `mostly` meets the condition. */
export function mapRows(
  rows: { readonly isIgnored: string; readonly condition: string; readonly mostly: number },
  dialect: Dialect,
): Step {
  const { isIgnored, condition, mostly } = rows;
  const counts = `NOT (${isIgnored})`;
  const aggregates = ['count(*)', dialect.countIf(counts), dialect.countIf(`${counts} AND (${condition})`)];
  return countRows(aggregates, { where: `${counts} AND ${isUnmet(condition)}`, mostly, noun: 'rows' });
}

/** Checks whether a column is there in every row, or in none. */
export function mapPresence(column: ColumnFacts, isWanted: boolean, mostly: number): Step {
  const where = `${column.sql} IS ${isWanted ? '' : 'NOT '}NULL`;
  return {
    kind: 'scan',
    aggregates: ['count(*)', `count(${column.sql})`],
    next: ([elements, present]) => {
      const met = isWanted ? countOf(present) : countOf(elements) - countOf(present);
      return doneMostly(countsOf(elements, elements, countOf(elements) - met), mostly, { where }, 'rows');
    },
  };
}

/** Every value that is there is as expected as the others. */
export function mapAll(column: ColumnFacts, mostly: number, dialect: Dialect): Step {
  return mapColumn(column, `${column.sql} IS NOT NULL`, mostly, dialect);
}

/** Every value that is there is as unexpected as the others: text where numbers are asked for. `why` ends the sentence. */
export function mapNone(column: ColumnFacts, mostly: number, dialect: Dialect, why?: string): Step {
  const step = mapColumn(column, '1 = 0', mostly, dialect);
  if (why === undefined || step.kind !== 'scan') return step;
  return { ...step, next: (values: readonly SqlValue[]) => withReason(step.next(values), why) };
}

function withReason(step: Step, why: string): Step {
  if (step.kind !== 'done' || step.finding.success === true) return step;
  return done({ ...step.finding, says: `${step.finding.says}: ${why}` });
}

function countRows(
  aggregates: readonly string[],
  { where, mostly, noun }: { readonly where: string; readonly mostly: number; readonly noun: 'values' | 'rows' },
): Step {
  return {
    kind: 'scan',
    aggregates,
    next: ([elements, considered, met]) =>
      doneMostly(countsOf(elements, considered, countOf(considered) - countOf(met)), mostly, { where }, noun),
  };
}

/** A comparison with what has no place on the scale, as an infinite date, is NULL: it is not met. */
function isUnmet(condition: string): string {
  return `COALESCE(NOT (${condition}), 1 = 1)`;
}

export function countsOf(
  elements: SqlValue | undefined,
  considered: SqlValue | undefined,
  unexpected: SqlValue | undefined,
): Counts {
  const all = countOf(elements);
  return { elements: all, missing: all - countOf(considered), unexpected: countOf(unexpected) };
}

/** As `judgeMostly` for counts that a query of its own gave. */
export function doneMostly(
  counts: Counts,
  mostly: number,
  unexpected?: UnexpectedRows,
  noun?: 'values' | 'rows',
): Step {
  return done(judgeMostly(counts, mostly, unexpected, noun));
}
