import type { Drift } from '../config/drift.ts';
import type { Relation } from '../ports/sql-engine.ts';
import { countAgainst, countParts, type ProfileRequest, readLikeReference } from '../profile/build-profile.ts';
import type { Profile } from '../profile/profile.ts';
import { splitByTime } from '../profile/split-by-time.ts';
import { splitByValue } from '../profile/split-by-value.ts';
import type { ChunkParts, SegmentParts } from './compare-parts.ts';
import type { ReferenceSegments } from './count-reference.ts';
import { pairSegments } from './pair-segments.ts';

export interface CountedWindow {
  readonly current: Profile;
  readonly segments: readonly SegmentParts[];
  readonly chunks: ChunkParts | undefined;
}

/** The rows of now on the grids of the reference: all of them, by segment, and by chunk of time. @throws OperatorError `data-invalid` */
export async function countWindow(
  window: ProfileRequest & { readonly reference: Profile; readonly relation: Relation },
  { segments, chunk }: { readonly segments: readonly ReferenceSegments[]; readonly chunk?: Drift['chunk'] },
): Promise<CountedWindow> {
  // Once for all parts: chunks are cut by times that may be texts here.
  const request = { ...window, relation: await readLikeReference(window) };
  const current = await countAgainst(request);
  const counted: SegmentParts[] = [];
  for (const segment of segments) counted.push(await countSegments(request, segment));
  return { current, segments: counted, chunks: chunk && (await countChunks(request, chunk, current.source.rows)) };
}

async function countSegments(
  request: ProfileRequest & { readonly reference: Profile },
  segment: ReferenceSegments,
): Promise<SegmentParts> {
  const split = await splitByValue(request.engine, request.relation, segment.column, segment.values);
  const profiles = await countParts({ ...request, split });
  return pairSegments(segment, profiles);
}

async function countChunks(
  request: ProfileRequest & { readonly reference: Profile },
  chunk: NonNullable<Drift['chunk']>,
  rows: number,
): Promise<ChunkParts> {
  const split = await splitByTime(request.engine, request.relation, chunk, request);
  const profiles = await countParts({ ...request, split });
  const parts = profiles.flatMap((current, place) =>
    current.source.rows === 0
      ? []
      : [{ name: split.chunks[place]?.name ?? '', kind: 'chunk' as const, reference: request.reference, current }],
  );
  const timed = parts.reduce((sum, { current }) => sum + current.source.rows, 0);
  return { ...chunk, untimed: rows - timed, parts };
}
