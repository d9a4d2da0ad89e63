import type { Estimate } from '../../evaluation/metric-row.ts';
import type { BinnedColumn, ErrorModel } from '../../profile/error-model.ts';
import type { ColumnProfile } from '../../profile/profile.ts';
import { PREDICTION_COLUMN } from '../../profile/profile-columns.ts';
import { LOSS_METRICS } from './losses.ts';

/** So many times off, an estimate says nothing about a loss of some percent. */
const FAR = 3;

/** Why a model of errors is not believed: it contradicts itself, its profile or the verdict. Undefined where it does not. */
export function whyDoubtful(
  { columns: split, losses }: ErrorModel,
  columns: readonly ColumnProfile[],
  judged: ReadonlyMap<string, Estimate>,
): string | undefined {
  const strange = split.find((own) => !isOfProfile(own, columns));
  if (strange)
    return `The release's model of errors splits ${strange.name}, which its profile has not as ${strange.kind}.`;
  for (const { loss, base, heldOut } of losses) {
    const { estimated, realised } = heldOut;
    const said = `The release's model of errors (${loss})`;
    if (areFar(estimated, realised))
      return `${said} estimated ${short(estimated)} of rows that it did not learn from; they lost ${short(realised)}.`;
    if (areFar(base, realised)) return `${said} starts from ${short(base)}; its rows lost ${short(realised)}.`;
    for (const { metric, isRoot } of LOSS_METRICS.filter((each) => each.loss === loss)) {
      const value = judged.get(metric)?.value;
      if (value !== undefined && areFar(base, isRoot ? value ** 2 : value))
        return `${said} starts from ${short(base)}; the verdict says that ${metric} was ${short(value)}.`;
    }
  }
  return undefined;
}

function isOfProfile({ kind, name }: BinnedColumn, columns: readonly ColumnProfile[]): boolean {
  if (name === PREDICTION_COLUMN) return kind === 'numeric';
  return columns.some((column) => column.role === 'feature' && column.name === name && column.kind === kind);
}

function areFar(one: number, other: number): boolean {
  return Math.max(one, other) > FAR * Math.min(one, other);
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
