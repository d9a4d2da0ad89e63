import type { Drift } from '@tidegate/core/config/drift';
import type { Profile } from '@tidegate/core/profile/profile';
import { namesOfColumns } from './describe-files.ts';

interface Names {
  readonly said: readonly string[];
  readonly target: string | undefined;
  readonly id: string | undefined;
}

/**
 * The profile that a window is counted against: an id is new in every row and no drift, and labels that have not arrived are no
 * missing column. What the model said is a prediction.
 */
export async function comparableColumns(
  profile: Profile,
  { said, target, id }: Names,
  { current, labels }: { readonly current: readonly string[]; readonly labels?: string },
): Promise<Profile> {
  if (target === undefined && id === undefined) return profile;
  const isThere = labels === undefined && target !== undefined && (await namesOfColumns(current)).has(target);
  return {
    ...profile,
    columns: profile.columns
      .filter(({ name, role }) => name !== id && (isThere || (name !== target && role !== 'target')))
      .map((column) => (said.includes(column.name) ? { ...column, role: 'prediction' } : column)),
  };
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
