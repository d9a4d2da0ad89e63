import type { DriftedColumn, PartDrift } from '../drift/part-drift.ts';
import { count } from './numbers.ts';

const NAMED = 3;

/** The columns of a part of a window that have drifted, the first of them by name, or why nothing can be said. */
export function listDrifted(
  { drifted, undecided, outcome, referenceRows, rows }: PartDrift,
  write: { readonly name: (column: string) => string; readonly effect: (effect: number) => string },
): string {
  if (outcome === 'cannot-tell' && undecided === 0)
    return referenceRows === 0 ? 'the reference has no such rows' : `only ${count(rows)} rows`;
  const named = drifted.slice(0, NAMED).map(({ column, aspect, effect }: DriftedColumn) => {
    const what = aspect === 'distribution' ? '' : ` ${aspect.replaceAll('-', ' ')}`;
    return `${write.name(column)}${what} ${write.effect(effect.low)}`;
  });
  const more = drifted.length - named.length;
  const open = undecided > 0 ? [`${undecided} cannot be told`] : [];
  return [...named, ...(more > 0 ? [`${more} more`] : []), ...open].join(', ');
}
