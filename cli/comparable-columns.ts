import type { Drift } from '@tidegate/core/config/drift';
import type { ColumnProfile, Profile } from '@tidegate/core/profile/profile';
import { PREDICTION_COLUMN } from '@tidegate/core/profile/profile-columns';
import { namesOfColumns } from './describe-files.ts';

interface Names {
  readonly said: readonly string[];
  readonly target: string | undefined;
  readonly id: string | undefined;
}

/**
 * The profile that a window is counted against: an id is new in every row and no drift, and labels that have not arrived are no
 * missing column. What the model said is a prediction, and has no name in the profile of a release.
 */
export async function comparableColumns(
  profile: Profile,
  { said, target, id }: Names,
  { current, labels }: { readonly current: readonly string[]; readonly labels?: string },
): Promise<Profile> {
  const columns = profile.columns
    .filter(({ name }) => name !== id)
    .map((column): ColumnProfile => {
      const [only = '', ...others] = said;
      const name = column.name === PREDICTION_COLUMN && only !== '' && others.length === 0 ? only : column.name;
      const role = said.includes(name) ? 'prediction' : name === target ? 'target' : column.role;
      return { ...column, name, role };
    });
  if (columns.every(({ role }) => role === 'feature')) return { ...profile, columns };
  const there = await namesOfColumns(current);
  const isCompared = ({ name, role }: ColumnProfile) =>
    role === 'feature' || said.includes(name) || (there.has(name) && !(role === 'target' && labels !== undefined));
  return { ...profile, columns: columns.filter(isCompared) };
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
