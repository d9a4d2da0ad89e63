import * as z from 'zod';

const MOST_COLUMNS = 1000;
/** A split is a bit for each bin of its column. */
const MOST_BINS = 32;
const MOST_NODES = 63;
const MOST_TREES = 100;
const MOST_GROUPS = 10;

const Ascending = z
  .array(z.number())
  .refine(
    (edges) => edges.every((edge, index) => index === 0 || edge > (edges[index - 1] ?? edge)),
    'expected to ascend',
  );

/** Bins of a column: missing, then by edges; or missing, the listed values, and all others. */
const BinnedColumn = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('numeric'), name: z.string(), edges: Ascending.max(MOST_BINS - 2) }),
  z.strictObject({
    kind: z.literal('categorical'),
    name: z.string(),
    values: z
      .array(z.string())
      .max(MOST_BINS - 2)
      .refine((values) => new Set(values).size === values.length, 'expected every value once'),
  }),
]);
export type BinnedColumn = z.infer<typeof BinnedColumn>;

const Leaf = z.number().describe('what is added, as a share of `scale`');
const Split = z
  .tuple([
    z.int().min(0),
    z
      .int()
      .min(0)
      .max(2 ** MOST_BINS - 1),
    z.int().min(1),
  ])
  .describe('place of a column, its bins that go left as bits, the left node; the right one follows it');

const ErrorTree = z
  .array(z.union([Leaf, Split]))
  .min(1)
  .max(MOST_NODES)
  // Nodes follow those that lead to them, so that no way through a tree goes in a circle.
  .refine(
    (nodes) => nodes.every((node, at) => typeof node === 'number' || (node[2] > at && node[2] + 1 < nodes.length)),
    'expected splits that lead to later nodes',
  );
export type ErrorTree = z.infer<typeof ErrorTree>;

const Mean = z.number().min(0);

/** Whatever leaf of each tree a row comes to. */
function hasFiniteSums({
  base,
  scale,
  trees,
}: {
  readonly base: number;
  readonly scale: number;
  readonly trees: readonly ErrorTree[];
}): boolean {
  const furthest = trees.map((tree) =>
    tree.reduce((most: number, node) => (typeof node === 'number' ? Math.max(most, Math.abs(node)) : most), 0),
  );
  return Number.isFinite(base + scale * furthest.reduce((sum, most) => sum + most, 0));
}

/** Losses are 0 or more: some rows of all lose no more than all do. */
function holds(
  all: { readonly rows: number; readonly sum: number },
  some: { readonly rows: number; readonly realised: number },
): boolean {
  return some.rows <= all.rows && some.rows * some.realised <= all.sum * (1 + 1e-6);
}

/** How large the errors of a regression are, by features and prediction: boosted trees, small enough to travel with a profile. */
export const ErrorModel = z
  .strictObject({
    rows: z.int().min(1).describe('that it was learnt from'),
    columns: z.array(BinnedColumn).max(MOST_COLUMNS).describe('that are split; (prediction) is what the model said'),
    losses: z
      .array(
        z
          .strictObject({
            loss: z.enum(['absolute', 'percentage', 'squared', 'squared-log']),
            base: Mean.describe('mean loss of the rows'),
            scale: z.number().positive(),
            trees: z.array(ErrorTree).max(MOST_TREES),
            residuals: z
              .strictObject({
                edges: Ascending.max(MOST_GROUPS - 1),
                variances: z.array(Mean).min(1).max(MOST_GROUPS),
              })
              .refine(
                ({ edges, variances }) => variances.length === edges.length + 1,
                'expected a variance for each group',
              )
              .describe('of rows that were not learnt from, by what was estimated of them'),
            heldOut: z
              .strictObject({ rows: z.int().min(1), estimated: Mean, realised: Mean })
              .describe('of rows that were not learnt from'),
          })
          .refine(hasFiniteSums, 'expected trees whose sums are finite'),
      )
      .min(1)
      .max(4)
      .refine((all) => new Set(all.map(({ loss }) => loss)).size === all.length, 'expected every loss once'),
  })
  .refine(
    ({ columns }) => new Set(columns.map(({ name }) => name)).size === columns.length,
    'expected every column once',
  )
  .refine(
    ({ rows, losses }) => losses.every(({ base, heldOut }) => holds({ rows, sum: base * rows }, heldOut)),
    'expected rows that lost at least what some of them did',
  )
  .refine(
    ({ columns, losses }) =>
      losses.every(({ trees }) =>
        trees.every((tree) => tree.every((node) => typeof node === 'number' || node[0] < columns.length)),
      ),
    'expected splits of columns that are listed',
  );
export type ErrorModel = z.infer<typeof ErrorModel>;
