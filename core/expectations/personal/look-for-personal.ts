import type { Dialect } from '../../sql/dialect.ts';
import type { ColumnFacts } from '../column-facts.ts';
import { countOf, type Step } from '../step.ts';
import { type PersonalKind, type PersonalPattern, patternsFor } from './personal-kinds.ts';

/** What a column seems to hold. Its values are nowhere told. */
export interface PersonalFinding {
  readonly column: string;
  readonly kind: PersonalKind;
  readonly noun: string;
  readonly values: number;
  /** Of the values that are there. */
  readonly share: number;
}

export interface PersonalSearch {
  readonly columns: readonly ColumnFacts[];
  readonly kinds: readonly PersonalKind[];
  readonly leastShare: number;
  readonly dialect: Dialect;
}

interface Candidate {
  readonly column: ColumnFacts;
  readonly present: number;
  readonly pattern: PersonalPattern;
  readonly matches: number;
}

/** Different values whose check digits are looked at. */
export const MOST_CHECKED = 10_000;
/** One of ten random numbers has the right check digit by chance. */
const CHANCE = 0.3;

/**
 * Looks through all columns in one scan; where a kind has check digits, at most 10,000 different values that look like it are read
 * in a query of their own, and counted.
 */
export function lookForPersonal(
  search: PersonalSearch,
  next: (found: readonly PersonalFinding[], elements: number) => Step,
): Step {
  const asked = search.columns.filter(mayBePersonal).map((column) => ({
    column,
    patterns: patternsFor(column.name, column.kind === 'number').filter(({ kind }) => search.kinds.includes(kind)),
  }));
  const aggregates = asked.flatMap(({ column, patterns }) => [
    `count(${column.sql})`,
    ...patterns.map((pattern) => search.dialect.countIf(matching(column, pattern, search.dialect))),
  ]);
  return {
    kind: 'scan',
    aggregates: ['count(*)', ...aggregates],
    next: ([elements, ...values]) => {
      let place = 0;
      const take = () => countOf(values[place++]);
      const candidates = asked.flatMap(({ column, patterns }): Candidate[] => {
        const present = take();
        return patterns.map((pattern) => ({ column, present, pattern, matches: take() }));
      });
      const open = candidates.filter((candidate) => isEnough(candidate, candidate.matches, search));
      return checkNext(open, [], search, (found) => next(found, countOf(elements)));
    },
  };
}

/** Engines compute both sides of AND, and only one branch of CASE. */
function matching({ text }: ColumnFacts, { pattern, least }: PersonalPattern, dialect: Dialect): string {
  const found = dialect.matches(text, pattern);
  if (!least) return found;
  const like = least.like === undefined ? '' : ` AND ${text} LIKE ${dialect.quoteText(least.like)}`;
  return `CASE WHEN ${dialect.length(text)} >= ${least.length}${like} THEN ${found} ELSE 1 = 0 END`;
}

/** Dates, truth values and fractions are no addresses, and whole numbers may be those of cards and phones. */
function mayBePersonal({ kind, isInteger, type }: ColumnFacts): boolean {
  return kind === 'text' || (kind === 'number' && isInteger) || type === 'decimal';
}

function isEnough({ present, pattern }: Candidate, matches: number, { leastShare }: PersonalSearch): boolean {
  return matches > 0 && matches / present >= (pattern.leastShare ?? leastShare);
}

function checkNext(
  open: readonly Candidate[],
  found: readonly PersonalFinding[],
  search: PersonalSearch,
  next: (found: readonly PersonalFinding[]) => Step,
): Step {
  const [candidate, ...rest] = open;
  if (!candidate) return next(strongest(found));
  const { column, pattern, matches, present } = candidate;
  const { kind, noun, holds } = pattern;
  const findingOf = (values: number) => ({ column: column.name, kind, noun, values, share: values / present });
  if (!holds) return checkNext(rest, [...found, findingOf(matches)], search, next);
  return {
    kind: 'rows',
    mostRows: MOST_CHECKED,
    sql: (from) =>
      `SELECT ${column.text}, count(*) FROM ${from} WHERE ${matching(column, pattern, search.dialect)} GROUP BY 1 ORDER BY ${search.dialect.hash([column.text])} LIMIT ${MOST_CHECKED}`,
    next: (rows) => {
      const sum = (some: typeof rows) => some.reduce((total, [, n]) => total + countOf(n), 0);
      const share = sum(rows.filter(([text]) => holds(String(text)))) / Math.max(1, sum(rows));
      const values = Math.round(share * matches);
      const isFound = share >= CHANCE && isEnough(candidate, values, search);
      return checkNext(rest, isFound ? [...found, findingOf(values)] : found, search, next);
    },
  };
}

/** A column once for each kind: what its name says and what its values say may be the same. */
function strongest(found: readonly PersonalFinding[]): readonly PersonalFinding[] {
  const best = new Map<string, PersonalFinding>();
  for (const finding of found) {
    const key = JSON.stringify([finding.column, finding.kind]);
    if (finding.share > (best.get(key)?.share ?? 0)) best.set(key, finding);
  }
  return [...best.values()];
}
