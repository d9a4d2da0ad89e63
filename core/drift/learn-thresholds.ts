import { DRIFT_DEFAULTS, type DriftChunk } from '../config/drift.ts';
import { OperatorError } from '../errors.ts';
import { subtractProfile } from '../profile/combine-profiles.ts';
import type { LearntEffect, Profile } from '../profile/profile.ts';
import { findConstant } from './aspects/constant.ts';
import { measureEveryDistance } from './aspects/distribution.ts';
import { findMissing, findNotFinite } from './aspects/missing.ts';
import { type ColumnPart, partsOf } from './column-parts.ts';
import type { Finding } from './finding.ts';

export const FEWEST_CHUNKS = 5;

/**
 * How far chunks of the reference are from the rest of it, for every distance that a policy may choose: each against all others, so
 * that no chunk is compared with itself (a subtraction of counts). Chunks with few rows are mostly noise and are left out.
 * @throws OperatorError `data-invalid` for fewer than 5 chunks
 */
export function learnEffects(
  reference: Profile,
  chunks: readonly Profile[],
  { by, minRows }: { readonly by: DriftChunk['by']; readonly minRows: number },
): NonNullable<Profile['learnt']> {
  const large = chunks.filter(({ source }) => source.rows >= minRows && source.rows < reference.source.rows);
  if (large.length < FEWEST_CHUNKS)
    throw new OperatorError(
      'data-invalid',
      `${reference.source.name} has ${large.length} chunks (by ${by}) of at least ${minRows} rows; thresholds are learnt from ${FEWEST_CHUNKS} or more.`,
      'Take shorter chunks, more rows, or a lower drift.min-rows.',
    );
  const effects = new Map<string, Omit<LearntEffect, 'mean' | 'deviation'> & { readonly values: number[] }>();
  for (const chunk of large)
    for (const effect of effectsOf(subtractProfile(reference, chunk), chunk)) {
      const key = JSON.stringify([effect.column, effect.part, effect.aspect, effect.measure]);
      const known = effects.get(key);
      if (known) known.values.push(effect.value);
      else effects.set(key, { ...effect, values: [effect.value] });
    }
  const learnt = [...effects.values()].map(({ column, part, aspect, measure, values }) => {
    // A chunk that shows nothing of an aspect shows an effect of 0.
    const mean = values.reduce((sum, value) => sum + value, 0) / large.length;
    const zeros = (large.length - values.length) * mean ** 2;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, zeros);
    return {
      column,
      part,
      aspect,
      measure,
      mean: short(mean),
      deviation: short(Math.sqrt(squares / (large.length - 1))),
    };
  });
  return { chunks: large.length, by, effects: learnt.filter(({ mean }) => mean > 0) };
}

type Effect = Omit<LearntEffect, 'mean' | 'deviation'> & { readonly value: number };

function effectsOf(rest: Profile, chunk: Profile): Effect[] {
  const rows = { reference: rest.source.rows, current: chunk.source.rows };
  return rest.columns.flatMap((column, index) => {
    const other = chunk.columns[index];
    if (!other) return [];
    return partsOf(column, other).flatMap((part) =>
      measure(part, rows).map(({ aspect, measure, effect }) => ({
        column: column.name,
        part: part.name,
        aspect,
        measure,
        value: effect.high,
      })),
    );
  });
}

/** What counts can tell of a part: extremes and values that are new are those of the whole reference, whichever chunk is left out. */
function measure(
  part: ColumnPart,
  rows: { readonly reference: number; readonly current: number },
): Pick<Finding, 'aspect' | 'measure' | 'effect'>[] {
  const others = [
    findMissing(part, rows, DRIFT_DEFAULTS),
    findNotFinite(part, rows, DRIFT_DEFAULTS),
    findConstant(part),
  ];
  return [
    ...measureEveryDistance(part).map((measured) => ({ aspect: 'distribution' as const, ...measured })),
    ...others.filter((finding) => finding !== undefined),
  ];
}

/** Below, a unit of the third digit is 0. */
const LEAST = 1e-290;

/** Three digits, upwards: a threshold must not lose by being written. */
function short(value: number): number {
  if (value === 0) return 0;
  const told = Math.max(value, LEAST);
  const unit = 10 ** (Math.floor(Math.log10(told)) - 2);
  return Number((Math.ceil(told / unit) * unit).toPrecision(4));
}
