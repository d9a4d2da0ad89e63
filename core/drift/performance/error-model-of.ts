import { coarsenUp } from '../../profile/coarse.ts';
import type { ErrorModel, ErrorTree } from '../../profile/error-model.ts';
import type { ProfiledRows } from '../../profile/profile-columns.ts';
import type { ColumnBins } from '../multivariate/boosting/bin-columns.ts';
import type { BoostingSettings } from '../multivariate/boosting/boost.ts';
import type { Tree } from '../multivariate/boosting/grow-tree.ts';
import { type LearntErrors, learnErrors } from './fit-regression.ts';
import type { LearntLoss } from './learn-losses.ts';

/** Fewer and smaller trees than where the rows are at hand: they travel with a profile of some kilobytes. */
const SMALL: BoostingSettings = {
  trees: 40,
  rate: 0.15,
  leaves: 6,
  leastRows: 20,
  categoryPenalty: 10,
  bins: 16,
  categories: 30,
};
const SEED = 7;

/**
 * What errors are estimated by when the rows are gone. Undefined where rows have no numbers as target and prediction, or are too few, or
 * none of the metrics is a mean of errors.
 */
export function errorModelOf(
  { columns, prediction, target }: ProfiledRows,
  metrics: readonly string[],
  { isPrivate = false }: { readonly isPrivate?: boolean } = {},
): ErrorModel | undefined {
  if (!(prediction?.values instanceof Float64Array && target?.values instanceof Float64Array)) return undefined;
  const rows = { features: columns, predictions: prediction.values };
  const listed = isPrivate ? 'coarse' : 'round';
  const learnt = learnErrors(rows, target.values, metrics, { boosting: SMALL, seed: SEED, listed });
  return 'kind' in learnt || learnt.learnt.length === 0 ? undefined : listErrors(learnt);
}

function listErrors({ rows, bins, learnt }: LearntErrors): ErrorModel {
  const split = new Set(learnt.flatMap(({ trees }) => trees.trees.flatMap(({ column }) => column)));
  const used = bins.filter((_, index) => split.has(index));
  const places = new Map(used.map((column, place) => [bins.indexOf(column), place]));
  return { rows, columns: used.map(listColumn), losses: learnt.map((each) => listLoss(each, places)) };
}

function listColumn(bins: ColumnBins): ErrorModel['columns'][number] {
  const { kind, name } = bins;
  return kind === 'numeric' ? { kind, name, edges: [...bins.edges] } : { kind, name, values: [...bins.codes.keys()] };
}

function listLoss(
  { loss, trees, residuals, heldOut }: LearntLoss,
  places: ReadonlyMap<number, number>,
): ErrorModel['losses'][number] {
  const { base } = trees;
  // As it is learnt, it tells how far off one row was.
  const scale = coarsenUp(trees.scale);
  const { edges, variances } = residuals;
  // A group between equal edges has no rows.
  const isKept = (group: number) => group === edges.length || edges[group - 1] !== edges[group];
  return {
    loss,
    base,
    scale,
    trees: trees.trees.map((tree) => listTree(tree, places, trees.scale / scale)),
    residuals: {
      edges: [...edges].filter((_, group) => isKept(group)),
      variances: variances.filter((_, group) => isKept(group)),
    },
    heldOut: { ...heldOut },
  };
}

function listTree(tree: Tree, places: ReadonlyMap<number, number>, ratio: number): ErrorTree {
  return tree.value.map((value, node) => {
    const goesLeft = tree.goesLeft[node];
    if (!goesLeft) return Number((value * ratio).toPrecision(4));
    const bits = goesLeft.reduce((sum, bit, bin) => sum + bit * 2 ** bin, 0);
    return [places.get(tree.column[node] as number) ?? 0, bits, tree.left[node] as number];
  });
}
