import type { MetricId } from '../../config/metric-id.ts';
import type { Estimate } from '../../evaluation/metric-row.ts';
import type { ErrorModel, ErrorTree } from '../../profile/error-model.ts';
import type { ColumnProfile } from '../../profile/profile.ts';
import type { ColumnBins } from '../multivariate/boosting/bin-columns.ts';
import type { Tree } from '../multivariate/boosting/grow-tree.ts';
import { binsOf } from '../multivariate/boosting/listed-bins.ts';
import type { EstimateSettings } from './fit-classification.ts';
import type { FittedRegression } from './fit-regression.ts';
import { LOSS_METRICS } from './losses.ts';
import { seenInProfile } from './seen-in-profile.ts';

/** What was learnt of a reference whose rows are gone, from the profile that it left. */
export function fittedErrors(
  { errorModel, columns }: { readonly errorModel: ErrorModel; readonly columns: readonly ColumnProfile[] },
  metrics: readonly MetricId[],
  reference: ReadonlyMap<string, Estimate>,
  settings: EstimateSettings,
): FittedRegression {
  const bins = binsOf(errorModel.columns);
  const wanted = LOSS_METRICS.filter(({ metric }) => metrics.some(({ id }) => id === metric));
  const isKept = (loss: string) => errorModel.losses.some((each) => each.loss === loss);
  return {
    rows: errorModel.rows,
    bins,
    learnt: errorModel.losses.map(({ loss, base, scale, trees, residuals, heldOut }) => ({
      loss,
      trees: { base, scale, trees: trees.map((tree) => treeOf(tree, bins)) },
      residuals: { edges: Float64Array.from(residuals.edges), variances: residuals.variances },
      heldOut,
    })),
    metrics: wanted.filter(({ loss }) => isKept(loss)),
    notDefined: wanted
      .filter(({ loss }) => !isKept(loss))
      .map(({ metric }) => ({ metric, message: 'The release keeps no model of this error.' })),
    reference,
    region: seenInProfile(columns),
    settings,
  };
}

function treeOf(nodes: ErrorTree, bins: readonly ColumnBins[]): Tree {
  const tree: Tree = { column: [], goesLeft: [], left: [], right: [], value: [] };
  for (const node of nodes) {
    const [column, bits, left] = typeof node === 'number' ? [-1, 0, -1] : node;
    const own = bins[column];
    tree.column.push(column);
    tree.left.push(left);
    tree.right.push(left + 1);
    tree.value.push(typeof node === 'number' ? node : 0);
    tree.goesLeft.push(own && Uint8Array.from({ length: own.bins }, (_, bin) => Math.floor(bits / 2 ** bin) % 2));
  }
  return tree;
}
