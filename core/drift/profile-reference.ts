import type { Drift } from '../config/drift.ts';
import { cutByTime, cutByValue, takeProfiled } from '../profile/cut-rows.ts';
import { hidePeople } from '../profile/hide-people.ts';
import type { Profile } from '../profile/profile.ts';
import { countColumnsAgainst, type ProfiledRows, profileColumns } from '../profile/profile-columns.ts';
import { segmentsOf } from '../profile/split-by-value.ts';
import { learnEffects } from './learn-thresholds.ts';
import { storeSegments } from './stored-segments.ts';

type Settings = Pick<Drift, 'thresholds' | 'chunk' | 'segments' | 'min-rows' | 'private'>;

/**
 * What a release keeps of the rows that its model was judged on, with what the policy of drift will ask of it: its segments, and what
 * its chunks of time teach about thresholds; without what it says of few people, where the policy wants that.
 * @throws OperatorError `data-invalid` where chunks are too few or hold no times
 */
export function profileReference(
  rows: ProfiledRows,
  settings: Settings,
  importance: Readonly<Record<string, number>> | undefined,
): Profile {
  const reference = profileColumns(rows);
  const count = (taken: readonly number[]) => countColumnsAgainst(reference, takeProfiled(rows, taken));
  const { thresholds, chunk, 'min-rows': minRows } = settings;
  const cells = (column: string) => rows.cells?.get(column) ?? [];
  const learnt =
    thresholds === 'learnt' && chunk
      ? learnEffects(reference, cutByTime(cells(chunk.column), chunk, rows.source.name).map(count), {
          by: chunk.by,
          minRows,
        })
      : undefined;
  const segments = settings.segments.map((column) => {
    const cut = cutByValue(cells(column));
    return storeSegments({ column, values: cut.values, segments: segmentsOf(cut.values), parts: cut.rows.map(count) });
  });
  return {
    ...(settings.private ? hidePeople(reference, { own: true }) : reference),
    ...(importance && { importance: { ...importance } }),
    ...(learnt && { learnt }),
    ...(segments.length > 0 && { segments }),
  };
}
