import * as z from 'zod';
import { binColumn, edgesNeeded } from '../bin-column.ts';
import type { ColumnFacts } from '../column-facts.ts';
import { cramersPhi } from '../cramers-phi.ts';
import { defineExpectation } from '../expectation.ts';
import { cannotTell } from '../finding.ts';
import { columnName, scalar } from '../kwargs.ts';
import { orderStatistics } from '../order-statistics.ts';
import { countOf, done, type Step } from '../step.ts';
import type { TableContext } from '../table-context.ts';
import { number } from '../words.ts';

const bins = z.union([z.array(z.number()).min(1), z.array(z.array(scalar))]).optional();
const parts = z.int().min(2).max(50).default(10);
const MOST_CELLS = 10_000;

export const pairCramersPhi = defineExpectation({
  type: 'expect_column_pair_cramers_phi_value_to_be_less_than',
  summary:
    "Cramér's phi of two columns is at most a threshold: they say little of each other. Numbers are cut at their quantiles.",
  kwargs: z.strictObject({
    column_A: columnName,
    column_B: columnName,
    bins_A: bins,
    bins_B: bins,
    n_bins_A: parts,
    n_bins_B: parts,
    threshold: z.number().min(0).max(1).default(0.1),
  }),
  claim: ({ column_A, column_B, threshold }) => `Cramér's phi of ${column_A} and ${column_B} of at most ${threshold}`,
  plan: (kwargs, context) => {
    const [left, right] = [context.column(kwargs.column_A), context.column(kwargs.column_B)];
    return withEdges(left, kwargs.bins_A, kwargs.n_bins_A, context, (first) =>
      withEdges(right, kwargs.bins_B, kwargs.n_bins_B, context, (second) =>
        crossTable(
          binColumn(left, first, kwargs.n_bins_A, context.dialect),
          binColumn(right, second, kwargs.n_bins_B, context.dialect),
          kwargs.threshold,
        ),
      ),
    );
  },
});

type Bins = z.output<typeof bins>;

function withEdges(
  column: ColumnFacts,
  given: Bins,
  count: number,
  { dialect }: TableContext,
  then: (bins: Bins) => Step,
): Step {
  if (given !== undefined || column.kind !== 'number') return then(given);
  const asked = edgesNeeded(count).map((quantile) => ({ quantile, interpolation: 'linear' as const }));
  return orderStatistics(column, dialect, asked, (edges) => then(edges.filter((edge) => edge !== undefined)));
}

function crossTable(left: (from: string) => string, right: (from: string) => string, threshold: number): Step {
  return {
    kind: 'rows',
    mostRows: MOST_CELLS + 1,
    sql: (from) =>
      `SELECT a, b, count(*) FROM (SELECT ${left(from)} AS a, ${right(from)} AS b FROM ${from}) AS binned WHERE a IS NOT NULL AND b IS NOT NULL GROUP BY 1, 2 LIMIT ${MOST_CELLS + 1}`,
    next: (rows) => {
      if (rows.length > MOST_CELLS) return done(cannotTell(`there are more than ${MOST_CELLS} pairs of values`));
      const phi = cramersPhi(rows.map(([a, b, n]) => [String(a), String(b), countOf(n)]));
      if (phi === undefined) return done(cannotTell('a column has fewer than two values'));
      return done({ success: phi <= threshold, says: `it is ${number(phi)}`, observed: phi });
    },
  };
}
