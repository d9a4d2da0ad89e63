import type { ColumnFacts } from './column-facts.ts';
import { cannotTell } from './finding.ts';
import { countsOf, doneMostly } from './plan-map.ts';
import { countOf, done, type Step } from './step.ts';
import type { TableContext } from './table-context.ts';
import { count } from './words.ts';

/** Different values that this process looks at; with more the answer is that it cannot tell. */
export const MOST_DISTINCT = 100_000;
const SAMPLED = 200;

interface ScriptOptions extends Pick<TableContext, 'dialect' | 'judgeTexts'> {
  /** Condition of values that are surely fine, so that nobody has to read them. */
  readonly isSure?: string | undefined;
}

/** Checks values with a function that no engine has: the different ones are read, and only those. */
export function planScript(
  column: ColumnFacts,
  mostly: number,
  isFine: (text: string) => boolean,
  { dialect, judgeTexts, isSure = '1 = 0' }: ScriptOptions,
): Step {
  const open = `${column.sql} IS NOT NULL AND NOT (${isSure})`;
  return {
    kind: 'scan',
    aggregates: ['count(*)', `count(${column.sql})`, dialect.countIf(open)],
    next: ([elements, present, unsure]) => {
      if (countOf(unsure) === 0) return doneMostly(countsOf(elements, present, 0), mostly);
      return {
        kind: 'rows',
        mostRows: MOST_DISTINCT + 1,
        sql: (from) =>
          `SELECT ${column.text}, count(*) FROM ${from} WHERE ${open} GROUP BY 1 LIMIT ${MOST_DISTINCT + 1}`,
        next: (rows) => {
          if (rows.length > MOST_DISTINCT)
            return done(cannotTell(`there are more than ${count(MOST_DISTINCT)} different values to look at`));
          const judged = judgeTexts(
            rows.map(([text]) => String(text)),
            isFine,
          );
          if (!judged) return done(cannotTell('to look at the values took too long'));
          const wrong = rows.filter((_, index) => !judged[index]);
          const unexpected = wrong.reduce((sum, [, n]) => sum + countOf(n), 0);
          const texts = wrong.slice(0, SAMPLED).map(([text]) => dialect.quoteText(String(text)));
          const where = texts.length > 0 ? { where: `${column.text} IN (${texts.join(', ')})` } : undefined;
          return doneMostly(countsOf(elements, present, unexpected), mostly, where);
        },
      };
    },
  };
}
