import { type Model, timeoutOf } from '../config/schema.ts';
import { cellsOf, readNumbers } from '../data/read-columns.ts';
import type { Comparison } from '../evaluation/compare.ts';
import { takeSample, takeValues } from '../evaluation/take-sample.ts';
import { isDefined, listUndefined } from '../evaluation/undefined-metric.ts';
import { cutSlices } from './cut-slices.ts';
import type { EvaluationRows } from './evaluation-rows.ts';
import type { SliceRow } from './verdict.ts';
import type { GateTools } from './verdict-request.ts';

/** The metrics of slice rules in every slice; of the first metric where no rule names one. */
export async function compareSlices(
  tools: Pick<GateTools, 'tables' | 'compare'>,
  model: Model,
  rows: EvaluationRows,
  comparison: Comparison,
): Promise<SliceRow[]> {
  const { slices } = model.evaluation;
  if (slices.length === 0) return [];
  const named = new Set(model.gate.flatMap((rule) => (rule.kind === 'slice' ? [rule.metric] : [])));
  const metrics = comparison.metrics.filter(({ id }, index) => (named.size > 0 ? named.has(id) : index === 0));
  const predicates = slices.flatMap(({ where }) => where ?? []);
  const selected =
    predicates.length > 0 ? await tools.tables.selectRows(rows.source, predicates, timeoutOf(model.data)) : {};
  const cuts = cutSlices(slices, columnsOf(model, rows), selected);
  const found: SliceRow[] = [];
  for (const { of, slice, rows: chosen } of cuts) {
    const { candidate, baseline, weights, groups, seeds = [] } = comparison;
    const part: Comparison = {
      ...comparison,
      metrics,
      candidate: takeSample(candidate, chosen),
      seeds: seeds.map((sample) => takeSample(sample, chosen)),
      baseline: baseline && takeSample(baseline, chosen),
      weights: weights && takeValues(weights, chosen),
      groups: groups && Int32Array.from(chosen, (row) => groups[row] as number),
      decidedOn: [],
    };
    const rowsOfSlice = chosen.length === 0 ? [] : await tools.compare(part);
    const notDefined = listUndefined(rowsOfSlice, part);
    const measured = { of, slice, n: chosen.length, metrics: rowsOfSlice.filter(isDefined) };
    found.push({ ...measured, ...(notDefined.length > 0 ? { notDefined } : {}) });
  }
  return found;
}

/** Raw cells; numbers where the model reads a column as numbers. Cells are at hand for the columns that slices name. */
function columnsOf({ data }: Model, { table }: EvaluationRows): ReadonlyMap<string, readonly string[] | Float64Array> {
  const isHere = (name: string) => table.cells.has(name) || table.numbers?.has(name) === true;
  const read = (name: string) => (data.features.numeric.includes(name) ? readNumbers : cellsOf)(table, name);
  return new Map(table.header.map((name) => [name, isHere(name) ? read(name) : []]));
}
