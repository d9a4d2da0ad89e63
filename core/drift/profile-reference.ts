import type { Model } from '../config/schema.ts';
import { cutByTime, cutByValue, takeProfiled } from '../profile/cut-rows.ts';
import { hidePeople } from '../profile/hide-people.ts';
import type { Profile } from '../profile/profile.ts';
import { countColumnsAgainst, type ProfiledRows, profileColumns } from '../profile/profile-columns.ts';
import { segmentsOf } from '../profile/split-by-value.ts';
import { learnEffects } from './learn-thresholds.ts';
import { chooseWatched } from './performance/choose-watched.ts';
import { errorModelOf } from './performance/error-model-of.ts';
import { storeSegments } from './stored-segments.ts';

type Settings = Pick<Model, 'task' | 'evaluation' | 'drift'>;

/**
 * What a release keeps of the rows that its model was judged on, with what the policy of drift will ask of it: its segments, what its
 * chunks of time teach about thresholds, and what the errors of a regression are estimated by; without what it says of few people, where
 * the policy wants that.
 * @throws OperatorError `data-invalid` where chunks are too few or hold no times
 */
export function profileReference(
  rows: ProfiledRows,
  { task, evaluation, drift }: Settings,
  importance: Readonly<Record<string, number>> | undefined,
): Profile {
  const reference = profileColumns(rows, { isPrivate: drift.private });
  const count = (taken: readonly number[]) => countColumnsAgainst(reference, takeProfiled(rows, taken));
  const { thresholds, chunk, 'min-rows': minRows } = drift;
  const cells = (column: string) => rows.cells?.get(column) ?? [];
  const learnt =
    thresholds === 'learnt' && chunk
      ? learnEffects(reference, cutByTime(cells(chunk.column), chunk, rows.source.name).map(count), {
          by: chunk.by,
          minRows,
        })
      : undefined;
  const segments = drift.segments.map((column) => {
    const cut = cutByValue(cells(column));
    return storeSegments({ column, values: cut.values, segments: segmentsOf(cut.values), parts: cut.rows.map(count) });
  });
  const watched = task === 'regression' ? chooseWatched(task, evaluation.metrics, drift) : [];
  const errorModel = errorModelOf(
    rows,
    watched.map(({ id }) => id),
    { isPrivate: drift.private },
  );
  return {
    ...(drift.private ? hidePeople(reference, { own: true }) : reference),
    ...(errorModel && { errorModel }),
    ...(importance && { importance: { ...importance } }),
    ...(learnt && { learnt }),
    ...(segments.length > 0 && { segments }),
  };
}
