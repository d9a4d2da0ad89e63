import type { Drift } from '../config/drift.ts';
import type { ColumnProfile, Profile } from '../profile/profile.ts';
import { findConstant } from './aspects/constant.ts';
import { findDistribution } from './aspects/distribution.ts';
import { findMissing, findNotFinite } from './aspects/missing.ts';
import { findNewCategories } from './aspects/new-categories.ts';
import { findOutOfRange } from './aspects/out-of-range.ts';
import { type ColumnPart, partsOf } from './column-parts.ts';
import type { Finding } from './finding.ts';
import { learntThresholds } from './learnt-threshold.ts';
import { narrowFinding } from './narrow-finding.ts';

/** Some columns of both sides, counted on the finer grid. */
export interface FinerColumns {
  readonly reference: readonly ColumnProfile[];
  readonly current: readonly ColumnProfile[];
}

/** A column of two profiles with everything that was measured of it; nothing is decided yet. */
export interface LookedColumn {
  readonly column: ColumnProfile;
  readonly parts: readonly ColumnPart[];
  readonly findings: readonly Finding[];
  readonly importance: number | null;
}

/** @throws OperatorError `document-invalid` when the profiles are of other columns */
export function lookAtColumns(
  reference: Profile,
  current: Profile,
  settings: Drift,
  finer: FinerColumns = { reference: [], current: [] },
): LookedColumn[] {
  const rows = { reference: reference.source.rows, current: current.source.rows };
  const others = columnsByName(current.columns);
  const [fine, fineOthers] = [columnsByName(finer.reference), columnsByName(finer.current)];
  const raise = learntThresholds(reference, settings);
  return reference.columns.flatMap((column) => {
    const other = others.get(column.name);
    const own = settings.columns[column.name];
    // Time goes on in every window: the column of chunks is their axis.
    if (!other || own?.ignore || column.name === settings.chunk?.column) return [];
    const parts = partsOf(column, other);
    const [mine, theirs] = [fine.get(column.name), fineOthers.get(column.name)];
    const fineParts = mine && theirs ? partsOf(mine, theirs) : [];
    const look = (part: ColumnPart) =>
      lookAtPart(part, rows, settings, own?.threshold).map((finding) => raise(column.name, finding));
    const findings = parts.flatMap((part, index) => {
      const finePart = fineParts[index];
      return finePart?.kind === 'numbers' ? narrow(look(part), look(finePart)) : look(part);
    });
    // Labels that have not arrived yet are no drift.
    const found = column.role === 'target' ? findings.filter(({ aspect }) => aspect !== 'missing') : findings;
    return [{ column, parts, findings: found, importance: own?.importance ?? importanceOf(reference, column.name) }];
  });
}

/** Own names only: a column may be called `constructor`. */
function importanceOf({ importance = {} }: Profile, name: string): number | null {
  return Object.hasOwn(importance, name) ? (importance[name] ?? null) : null;
}

function columnsByName(columns: readonly ColumnProfile[]): ReadonlyMap<string, ColumnProfile> {
  return new Map(columns.map((column) => [column.name, column]));
}

function narrow(findings: readonly Finding[], finer: readonly Finding[]): Finding[] {
  return findings.map((finding) => {
    const same = finer.find(({ aspect, measure }) => aspect === finding.aspect && measure === finding.measure);
    return same ? narrowFinding(finding, same) : finding;
  });
}

function lookAtPart(
  part: ColumnPart,
  rows: { readonly reference: number; readonly current: number },
  settings: Drift,
  threshold: number | undefined,
): Finding[] {
  return [
    findDistribution(part, settings, threshold),
    findMissing(part, rows, settings),
    findNotFinite(part, rows, settings),
    findNewCategories(part, settings),
    findOutOfRange(part, settings),
    findConstant(part),
  ].filter((finding) => finding !== undefined);
}
