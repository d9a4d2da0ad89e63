import type { Drift } from '../config/drift.ts';
import { buildReference, countParts, type Privacy, type ProfileRequest } from '../profile/build-profile.ts';
import type { ColumnChoice } from '../profile/plan-columns.ts';
import type { Profile } from '../profile/profile.ts';
import { splitByTime } from '../profile/split-by-time.ts';
import { findSegments, splitByValue, type ValueSplit } from '../profile/split-by-value.ts';
import { learnEffects } from './learn-thresholds.ts';

/** A column that is compared by its values, and the reference's rows of each. */
export interface ReferenceSegments {
  readonly column: string;
  readonly values: readonly string[];
  readonly segments: ValueSplit['segments'];
  readonly parts: readonly Profile[];
}

/** A reference from its rows; where time chunks are named, with what they teach about thresholds. @throws OperatorError `data-invalid` */
export async function countReference(
  request: ProfileRequest & ColumnChoice & Privacy,
  { chunk, 'min-rows': minRows }: Pick<Drift, 'min-rows'> & { readonly chunk?: Drift['chunk'] },
): Promise<Profile> {
  const reference = await buildReference(request);
  if (!chunk) return reference;
  const split = await splitByTime(request.engine, request.relation, chunk, request);
  const chunks = await countParts({ ...request, reference, split });
  return { ...reference, learnt: learnEffects(reference, chunks, { by: chunk.by, minRows }) };
}

/** The rows of the reference by the values of some columns. @throws OperatorError `data-invalid` for a column that is missing */
export async function countReferenceSegments(
  request: ProfileRequest & { readonly reference: Profile },
  columns: readonly string[],
): Promise<ReferenceSegments[]> {
  const { engine, relation } = request;
  const counted: ReferenceSegments[] = [];
  for (const column of columns) {
    const values = await findSegments(engine, relation, column, request);
    const split = await splitByValue(engine, relation, column, values);
    counted.push({ column, values, segments: split.segments, parts: await countParts({ ...request, split }) });
  }
  return counted;
}
