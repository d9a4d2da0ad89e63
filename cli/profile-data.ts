import { writeFileSync } from 'node:fs';
import { DRIFT_DEFAULTS, type DriftChunk } from '@tidegate/core/config/drift';
import { parseDocument, renderDocument } from '@tidegate/core/document';
import { countReference, countReferenceSegments } from '@tidegate/core/drift/count-reference';
import { readLog } from '@tidegate/core/drift/read-log';
import { storeSegments } from '@tidegate/core/drift/stored-segments';
import { OperatorError } from '@tidegate/core/errors';
import { countAgainst, type ProfileRequest } from '@tidegate/core/profile/build-profile';
import type { ColumnChoice } from '@tidegate/core/profile/plan-columns';
import { PROFILE, type Profile } from '@tidegate/core/profile/profile';
import { readRelease, readReleasedProfile } from '@tidegate/core/release/read-release';
import { openGitHub } from './open-github.ts';
import { readText } from './read-file.ts';
import { type Engines, withData } from './with-data.ts';

export interface ChunkChoice {
  readonly time?: string;
  readonly chunkBy?: DriftChunk['by'];
}

export interface ProfileOptions extends ColumnChoice, ChunkChoice, Engines {
  readonly reference?: string;
  readonly minRows?: number;
  readonly segment?: readonly string[];
  readonly out?: string;
}

/** Counts the rows of files, and writes their profile. */
export async function profile(files: readonly string[], options: ProfileOptions): Promise<void> {
  const reference = options.reference === undefined ? undefined : await readReference(options.reference, options);
  const chunk = chunkOf(options);
  const minRows = options.minRows ?? DRIFT_DEFAULTS['min-rows'];
  const counted = await withData(files, options, async (opened) =>
    reference
      ? countAgainst({ ...opened, relation: await readLog(opened.engine, opened.relation, reference), reference })
      : withSegments(opened, await countReference({ ...opened, ...options }, { chunk, 'min-rows': minRows }), options),
  );
  const text = renderDocument(counted);
  if (options.out === undefined) process.stdout.write(text);
  else writeFileSync(options.out, text);
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

/** A profile that is there already: a file, or that of a release. */
export async function readStoredProfile(text: string): Promise<Profile | undefined> {
  const tag = /^release:(.+)$/.exec(text)?.[1];
  if (tag !== undefined) {
    const github = openGitHub(text, process.env);
    const { manifest } = await readRelease(github, tag);
    return readReleasedProfile(github, tag, manifest.onnx.digest);
  }
  if (!text.endsWith('.json')) return undefined;
  const document = readText(text, 'the reference');
  return document.includes('"tidegate.profile"') ? parseDocument(PROFILE, document, text) : undefined;
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

async function readReference(text: string, options: ColumnChoice & Engines): Promise<Profile> {
  const stored = await readStoredProfile(text);
  return stored ?? withData([text], options, (opened) => countReference({ ...opened, ...options }, DRIFT_DEFAULTS));
}
