import type { Drift } from '@tidegate/core/config/drift';
import { countReference, countReferenceSegments, type ReferenceSegments } from '@tidegate/core/drift/count-reference';
import { type CountedWindow, countWindow } from '@tidegate/core/drift/count-window';
import type { FinerColumns } from '@tidegate/core/drift/look-at-columns';
import { readLog, TIME_COLUMN } from '@tidegate/core/drift/read-log';
import { findStoredSegments } from '@tidegate/core/drift/stored-segments';
import { OperatorError } from '@tidegate/core/errors';
import type { SqlColumn } from '@tidegate/core/ports/sql-engine';
import { countFiner, type ProfileRequest } from '@tidegate/core/profile/build-profile';
import { chooseColumns } from '@tidegate/core/profile/choose-columns';
import { findNotCounted } from '@tidegate/core/profile/plan-columns';
import type { NotCounted, Profile } from '@tidegate/core/profile/profile';
import { type ComparedNames, comparableColumns } from './comparable-columns.ts';
import type { DriftOptions } from './compare-drift.ts';
import { readCurrentProfile, windowOfProfile } from './current-profile.ts';
import { readStoredProfile } from './profile-file.ts';
import { withData } from './with-data.ts';

interface ReferenceSide {
  /** What is compared of it. */
  readonly reference: Profile;
  /** As it was read or counted. */
  readonly profile: Profile;
  readonly segments: readonly ReferenceSegments[];
  /** Its rows are at hand. */
  readonly isCounted: boolean;
}

export interface CountedSides extends CountedWindow, Pick<ReferenceSide, 'reference' | 'profile' | 'isCounted'> {
  readonly newColumns?: readonly string[];
  readonly notCounted?: readonly NotCounted[];
}

/** Counts both sides of a comparison; a reference that is a profile has been counted before. */
export async function countSides(options: DriftOptions, settings: Drift, names: ComparedNames): Promise<CountedSides> {
  const stored = await readCurrentProfile(options);
  const { reference, profile, segments, isCounted } = await countReferenceSide(options, settings, names);
  const before = profile.notCounted?.filter(({ column }) => options.columns?.includes(column) ?? true) ?? [];
  if (stored)
    return {
      ...windowOfProfile(stored, reference, names),
      reference,
      profile,
      isCounted: false,
      notCounted: before,
    };
  const window = await withData(options.current, options, async (opened) => {
    const request = await ofWindow(opened, reference);
    const columns = await request.engine.describe(request.relation);
    // A policy may name a column to learn from that is served nowhere; what was asked for here must be there.
    const isThere = columns.some(({ name }) => name === settings.chunk?.column);
    const chunk = options.time !== undefined || isThere ? settings.chunk : undefined;
    const newColumns = options.columns ? [] : findNew(columns, profile, names, options.time);
    const here = findNotCounted(columns, { columns: options.columns });
    const known = new Set([...profile.columns.map(({ name }) => name), ...before.map(({ column }) => column)]);
    return {
      ...(await countWindow(request, { segments, chunk })),
      newColumns,
      notCounted: [...before, ...here.filter(({ column }) => !known.has(column))],
    };
  });
  return { ...window, reference, profile, isCounted };
}

/** Some columns of both sides again, on the finer grid. */
export async function countFinerSides(
  options: DriftOptions,
  reference: Profile,
  names: ReadonlySet<string>,
): Promise<FinerColumns> {
  return {
    reference: await withData([options.reference], options, (opened) => countFiner({ ...opened, reference, names })),
    current: await withData(options.current, options, async (opened) =>
      countFiner({ ...(await ofWindow(opened, reference)), names }),
    ),
  };
}

/** Columns of a kind that is compared, of which the reference knows nothing. */
function findNew(
  columns: readonly SqlColumn[],
  profile: Profile,
  { said, target, id }: ComparedNames,
  time: string | undefined,
): readonly string[] {
  const known = new Set([...profile.columns.map(({ name }) => name), ...said, target, id, time, TIME_COLUMN]);
  return columns.filter(({ name, type }) => type !== 'other' && !known.has(name)).map(({ name }) => name);
}

async function countReferenceSide(
  options: DriftOptions,
  settings: Drift,
  names: ComparedNames,
): Promise<ReferenceSide> {
  const stored = await readStoredProfile(options.reference, process.env);
  if (!stored && settings.thresholds === 'learnt' && !settings.chunk)
    throw new OperatorError(
      'input-invalid',
      'Thresholds are learnt from chunks of time of the reference, but none are named.',
      'Add --time <column> --chunk-by month, or drift.chunk to the configuration.',
    );
  if (!stored)
    return withData([options.reference], options, async (opened) => {
      const chunk = settings.thresholds === 'learnt' ? settings.chunk : undefined;
      const choice = { ...opened, ...options, target: names.target };
      const profile = await countReference(choice, { ...settings, chunk });
      const reference = comparableColumns(profile, names, options);
      const segments = await countReferenceSegments({ ...opened, reference }, settings.segments);
      return { reference, profile, segments, isCounted: true };
    });
  refuseOtherChunks(stored, settings);
  return {
    reference: chooseColumns(comparableColumns(stored, names, options), options.columns),
    profile: stored,
    segments: settings.segments.map((column) => storedSegments(stored, column, options)),
    isCounted: false,
  };
}

/** What chunks of a week differ by says nothing of months. */
function refuseOtherChunks({ learnt, source }: Profile, { thresholds, chunk }: Drift): void {
  if (thresholds !== 'learnt' || !learnt || !chunk || learnt.by === chunk.by) return;
  throw new OperatorError(
    'input-invalid',
    `The profile of ${source.name} learnt its thresholds from chunks by ${learnt.by}; they do not hold for chunks by ${chunk.by}.`,
    `Give --chunk-by ${learnt.by}, or profile the reference with --chunk-by ${chunk.by}.`,
  );
}

function storedSegments(reference: Profile, column: string, options: DriftOptions): ReferenceSegments {
  const found = findStoredSegments(reference, column);
  if (found) return found;
  throw new OperatorError(
    'input-invalid',
    `Segments by ${JSON.stringify(column)} are compared with those of the reference, but the profile ${options.reference} has none.`,
    'Give the rows of the reference: --reference data.parquet; or a profile that was made with --segment.',
  );
}

async function ofWindow<Opened extends ProfileRequest>(
  opened: Opened,
  reference: Profile,
): Promise<Opened & { readonly reference: Profile }> {
  return { ...opened, reference, relation: await readLog(opened.engine, opened.relation, reference) };
}
