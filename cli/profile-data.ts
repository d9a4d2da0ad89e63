import { DRIFT_DEFAULTS, type DriftChunk } from '@tidegate/core/config/drift';
import { countReference, countReferenceSegments } from '@tidegate/core/drift/count-reference';
import { readLog } from '@tidegate/core/drift/read-log';
import { storeSegments } from '@tidegate/core/drift/stored-segments';
import { OperatorError } from '@tidegate/core/errors';
import { countAgainst, type Privacy, type ProfileRequest } from '@tidegate/core/profile/build-profile';
import { chooseColumns } from '@tidegate/core/profile/choose-columns';
import { hidePeople } from '@tidegate/core/profile/hide-people';
import type { ColumnChoice } from '@tidegate/core/profile/plan-columns';
import type { Profile } from '@tidegate/core/profile/profile';
import { parseReference } from '@tidegate/core/sql/reference';
import { addStoredProfiles } from './add-stored-profiles.ts';
import { noteUnknownColumns } from './note-unknown-columns.ts';
import { readStoredProfile, writeProfile } from './profile-file.ts';
import { readModelOfFlags, withPolicy } from './profile-policy.ts';
import { idleFlags, refuseIdleFlags } from './refuse-idle-flags.ts';
import { warnOfNotCounted } from './warn-of-not-counted.ts';
import { type Engines, withData } from './with-data.ts';

export interface ChunkChoice {
  readonly time?: string;
  readonly chunkBy?: DriftChunk['by'];
}

export interface ProfileOptions extends ColumnChoice, ChunkChoice, Engines, Privacy {
  /** Values, sums and extremes of fewer than five rows are hidden, counts are not; by default for what a server counts. */
  readonly private?: boolean;
  readonly model?: string;
  readonly config?: string;
  readonly reference?: string;
  readonly minRows?: number;
  readonly segment?: readonly string[];
  readonly out?: string;
}

/** Counts the rows of files, and writes their profile. */
export async function profile(files: readonly string[], flags: ProfileOptions): Promise<void> {
  const sum = await addStoredProfiles(files, flags);
  if (sum) return writeProfile(flags.private ? hidePeople(sum, { own: false }) : sum, flags.out);
  refuseIdle(flags);
  const located = readModelOfFlags(flags);
  const options = withPolicy(flags, located?.model);
  const isPrivate = options.private ?? parseReference(files).kind === 'server';
  if (isPrivate && options.segment !== undefined)
    throw new OperatorError(
      'input-invalid',
      'Segments may be of few people, and a private profile tells no value of few.',
      'Leave out the segments, or give --no-private.',
    );
  const reference =
    options.reference === undefined ? undefined : await readReference(options.reference, options, isPrivate);
  const chunk = chunkOf(options);
  const minRows = options.minRows ?? DRIFT_DEFAULTS['min-rows'];
  const counted = await withData(files, options, async (opened) =>
    reference
      ? countAgainst({ ...opened, relation: await readLog(opened.engine, opened.relation, reference), reference })
      : withSegments(
          opened,
          await countReference({ ...opened, ...options, private: isPrivate }, { chunk, 'min-rows': minRows }),
          options,
        ),
  );
  warnOfNotCounted(counted.notCounted ?? []);
  if (located) {
    const known = [...counted.columns.map(({ name }) => name), ...(options.segment ?? [])];
    noteUnknownColumns(located, { columns: known, isWhole: options.columns === undefined && !reference });
  }
  writeProfile(isPrivate ? hidePeople(counted, { own: reference === undefined }) : counted, options.out);
}

async function withSegments(
  opened: ProfileRequest,
  reference: Profile,
  { segment = [] }: ProfileOptions,
): Promise<Profile> {
  if (segment.length === 0) return reference;
  const counted = await countReferenceSegments({ ...opened, reference }, segment);
  return { ...reference, segments: counted.map(storeSegments) };
}

/** @throws OperatorError `input-invalid` for one of the two without the other */
export function chunkOf({ time, chunkBy }: ChunkChoice): DriftChunk | undefined {
  if (time !== undefined && chunkBy !== undefined) return { column: time, by: chunkBy };
  if (time === undefined && chunkBy === undefined) return undefined;
  throw new OperatorError(
    'input-invalid',
    time === undefined ? '--chunk-by needs --time.' : '--time needs --chunk-by.',
    'Write --time <column> --chunk-by day, week, month or a number of rows.',
  );
}

/** @throws OperatorError `input-invalid` for flags that nothing reads */
function refuseIdle({ reference, segment, time, chunkBy, minRows, model, config }: ProfileOptions): void {
  if (model === undefined) refuseIdleFlags(idleFlags({ config }, 'its settings are those of a --model'));
  refuseIdleFlags(
    reference === undefined
      ? idleFlags(
          time === undefined && model === undefined ? { minRows } : {},
          'chunks of time are cut with --time only',
        )
      : idleFlags(
          { segment, time, chunkBy, minRows },
          'rows that are counted on the grids of a --reference are no reference themselves',
        ),
  );
}

async function readReference(
  text: string,
  options: ColumnChoice & Engines & Privacy,
  isPrivate: boolean,
): Promise<Profile> {
  const stored = await readStoredProfile(text, process.env);
  if (stored) {
    const { categorical, prediction, target, hashCategories } = options;
    refuseIdleFlags(
      idleFlags({ categorical, prediction, target, hashCategories }, `the profile ${text} says it already`),
    );
    return chooseColumns(stored, options.columns);
  }
  const choice = { ...options, private: isPrivate };
  const counted = await withData([text], options, (opened) => countReference({ ...opened, ...choice }, DRIFT_DEFAULTS));
  return isPrivate ? hidePeople(counted, { own: true }) : counted;
}
