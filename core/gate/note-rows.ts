import type { Model } from '../config/schema.ts';
import { type Note, nameColumns } from '../evaluation/note.ts';
import type { EvaluationRows } from './evaluation-rows.ts';
import type { OpenModel } from './open-model.ts';

/** Which rows were judged, and what of them the candidate does not look at. */
export function noteRows(
  { data }: Pick<Model, 'data'>,
  { rows, heldOutOf }: Pick<EvaluationRows, 'rows' | 'heldOutOf'>,
  { signature }: Pick<OpenModel, 'signature'>,
): readonly Note[] {
  const held: readonly Note[] =
    heldOutOf === undefined
      ? []
      : [
          {
            code: 'holdout',
            message: `${rows.toLocaleString('en-US')} of ${heldOutOf.toLocaleString('en-US')} rows were evaluated: the holdout of the policy.`,
          },
        ];
  const features = [...data.features.numeric, ...data.features.categorical];
  const inputs = signature.inputs.map(({ name }) => name);
  // One input of another name takes all features as a matrix.
  const unread = inputs.every((name) => features.includes(name))
    ? features.filter((name) => !inputs.includes(name))
    : [];
  if (unread.length === 0) return held;
  return [
    ...held,
    {
      code: 'unread-features',
      message: `The candidate does not read ${nameColumns(unread)}, which data.features lists.`,
    },
  ];
}
