import { collectColumns } from '@tidegate/core/data/collect-columns';
import { cellsOf } from '@tidegate/core/data/read-columns';
import { OperatorError } from '@tidegate/core/errors';
import { openData } from './workspace.ts';

const ID = 'id';

/**
 * Labels by the id of the prediction that they are of; the prediction log has the ids.
 * @throws OperatorError `data-invalid` for a file that is not there, lacks a column, or has two labels for one id
 */
export async function readArrivedLabels(
  workspace: string,
  path: string,
  target: string,
): Promise<ReadonlyMap<string, string>> {
  const table = await collectColumns(openData(workspace, path), [ID, target]);
  const labels = cellsOf(table, target);
  const arrived = new Map<string, string>();
  cellsOf(table, ID).forEach((id, row) => {
    const label = labels[row] ?? '';
    if (id === '' || label === '') return;
    const before = arrived.get(id);
    if (before !== undefined && before !== label)
      throw new OperatorError(
        'data-invalid',
        `${path}:${table.lines[row] ?? 0} has a second label for id ${JSON.stringify(id.slice(0, 60))}: ${JSON.stringify(label.slice(0, 60))} after ${JSON.stringify(before.slice(0, 60))}.`,
        'Keep one label for each prediction.',
      );
    arrived.set(id, label);
  });
  return arrived;
}
