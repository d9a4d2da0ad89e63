const QUERIES_A_SCAN = 40;
/** That a query of counts may give. */
export const MOST_ROWS = 400_000;

/** As many queries at a time as one scan takes, and as give no more rows than one may. */
export function* inScans<Query extends { readonly rows: number }>(
  queries: readonly Query[],
  most: number = QUERIES_A_SCAN,
): Generator<readonly Query[]> {
  let [some, rows]: [Query[], number] = [[], 0];
  for (const query of queries) {
    if (some.length > 0 && (some.length >= Math.min(most, QUERIES_A_SCAN) || rows + query.rows > MOST_ROWS)) {
      yield some;
      [some, rows] = [[], 0];
    }
    some.push(query);
    rows += query.rows;
  }
  if (some.length > 0) yield some;
}
