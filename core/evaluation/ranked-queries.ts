import type { Draw, Measure } from './metric.ts';
import type { RankingSample } from './sample.ts';
import { weightedMean } from './weighted-mean.ts';

/** The rows of one query, best score first; equal scores keep the order of the rows. */
export interface RankedQuery {
  readonly relevances: Float64Array;
  readonly scores: Float64Array;
}

interface RankedQueries {
  /** First row of each query: its weight is the weight of the query. */
  readonly firstRows: Int32Array;
  readonly lists: readonly RankedQuery[];
}

const memos = new WeakMap<RankingSample, RankedQueries>();

/**
 * Mean of a value per query, weighted by the weight of its first row: a draw takes whole queries, so that their other rows
 * have that weight too. NaN where a drawn query has no value.
 */
export function meanOverQueries(sample: RankingSample, scoreQuery: (query: RankedQuery) => number): Measure {
  const { firstRows, lists } = rankQueries(sample);
  const values = Float64Array.from(lists, scoreQuery);
  const drawn = new Float64Array(values.length);
  return ({ weights }: Draw) => {
    for (let query = 0; query < drawn.length; query += 1) drawn[query] = weights[firstRows[query] as number] as number;
    return weightedMean(values, drawn);
  };
}

/** Ranked once for every metric of a sample. */
function rankQueries(sample: RankingSample): RankedQueries {
  const known = memos.get(sample);
  if (known) return known;
  const rowsOf = new Map<number, number[]>();
  for (let row = 0; row < sample.rows; row += 1) {
    const query = sample.queries[row] as number;
    const rows = rowsOf.get(query);
    if (rows) rows.push(row);
    else rowsOf.set(query, [row]);
  }
  const groups = [...rowsOf.values()];
  const firstRows = Int32Array.from(groups, ([first]) => first as number);
  const ranked = { firstRows, lists: groups.map((rows) => rank(sample, rows)) };
  memos.set(sample, ranked);
  return ranked;
}

function rank({ labels, scores }: RankingSample, rows: readonly number[]): RankedQuery {
  const order = rows.toSorted((left, right) => (scores[right] as number) - (scores[left] as number) || left - right);
  return {
    relevances: Float64Array.from(order, (row) => labels[row] as number),
    scores: Float64Array.from(order, (row) => scores[row] as number),
  };
}
