import type { Profile, SegmentedColumn } from '../profile/profile.ts';
import { segmentsOf } from '../profile/split-by-value.ts';
import type { ReferenceSegments } from './count-reference.ts';

/** As a profile keeps them: without the parts that have no rows at the end. */
export function storeSegments({ column, segments, parts }: ReferenceSegments): SegmentedColumn {
  return {
    column,
    parts: segments.map(({ name, kind }, place) => ({
      name,
      kind,
      rows: parts[place]?.source.rows ?? 0,
      columns: [...(parts[place]?.columns ?? [])],
    })),
  };
}

/** What a profile keeps of a column's segments; undefined where it keeps none. */
export function findStoredSegments(reference: Profile, column: string): ReferenceSegments | undefined {
  const stored = reference.segments?.find((each) => each.column === column);
  if (!stored) return undefined;
  const values = stored.parts.filter(({ kind }) => kind === 'value').map(({ name }) => name);
  const { segments: _, learnt: __, ...whole } = reference;
  const parts = stored.parts.map(
    ({ rows, columns }): Profile => ({
      ...whole,
      source: { ...reference.source, rows, digest: null },
      columns,
    }),
  );
  return { column, values, segments: segmentsOf(values), parts };
}
