import type { Drift } from '@tidegate/core/config/drift';
import type { ColumnProfile, Profile } from '@tidegate/core/profile/profile';
import { PREDICTION_COLUMN } from '@tidegate/core/profile/profile-columns';

/** Columns of a role. */
export interface ComparedNames {
  readonly said: readonly string[];
  readonly target: string | undefined;
  readonly id: string | undefined;
}

/**
 * The profile that a window is counted against: an id is new in every row and no drift, and labels that have not arrived are no
 * missing column. What the model said is a prediction, and has no name in the profile of a release.
 */
export function comparableColumns(
  profile: Profile,
  { said, target, id }: ComparedNames,
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
  return { ...profile, columns: columns.filter(({ role }) => role !== 'target' || labels === undefined) };
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
