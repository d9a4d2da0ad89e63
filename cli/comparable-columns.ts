import type { Drift } from '@tidegate/core/config/drift';
import type { Model } from '@tidegate/core/config/schema';
import { OperatorError } from '@tidegate/core/errors';
import { listNames } from '@tidegate/core/list-names';
import type { ColumnProfile, Profile } from '@tidegate/core/profile/profile';
import { PREDICTION_COLUMN } from '@tidegate/core/profile/profile-columns';

/** Columns of a role. */
export interface ComparedNames {
  readonly said: readonly string[];
  readonly target: string | undefined;
  readonly id: string | undefined;
  /** What a model reads and is to say, where one was named and no columns were; undefined: all. */
  readonly ofModel: readonly string[] | undefined;
}

/** A policy says what serves; a file may hold more, as weeks and names, that differ without meaning anything to the model. */
export function columnsOfModel({ data }: Pick<Model, 'data'>): readonly string[] {
  return [...data.features.numeric, ...data.features.categorical, data.target];
}

/**
 * The profile that a window is counted against: an id is new in every row and no drift, and labels that have not arrived are no
 * missing column. What the model said is a prediction, and has no name in the profile of a release.
 */
export function comparableColumns(
  profile: Profile,
  { said, target, id, ofModel }: ComparedNames,
  { labels }: { readonly labels?: string },
): Profile {
  const [only = '', ...others] = said;
  const columns = profile.columns
    .filter(({ name }) => name !== id)
    .map((column): ColumnProfile => {
      const name = column.name === PREDICTION_COLUMN && only !== '' && others.length === 0 ? only : column.name;
      const role = said.includes(name) ? 'prediction' : name === target ? 'target' : column.role;
      return { ...column, name, role };
    });
  const isMeant = ({ name, role }: ColumnProfile) => role !== 'feature' || (ofModel?.includes(name) ?? true);
  const isCompared = ({ role }: ColumnProfile) => role !== 'target' || labels === undefined;
  const compared = columns.filter(isMeant);
  if (compared.length === 0 && columns.length > 0)
    throw new OperatorError(
      'input-invalid',
      `${profile.source.name} has none of the columns that the model reads.`,
      `Check the file, or name what is compared with --columns: it has ${listNames(columns.map(({ name }) => name))}.`,
    );
  return { ...profile, columns: compared.filter(isCompared) };
}

/** Columns that a model can have read: numbers and categories that the policy does not ignore. */
export function featuresOf({ columns }: Profile, { columns: own }: Pick<Drift, 'columns'>): readonly string[] {
  return columns
    .filter(
      ({ name, kind, role }) =>
        role === 'feature' && (kind === 'numeric' || kind === 'categorical') && own[name]?.ignore !== true,
    )
    .map(({ name }) => name);
}
