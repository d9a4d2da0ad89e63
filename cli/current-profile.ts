import type { CountedWindow } from '@tidegate/core/drift/count-window';
import { OperatorError } from '@tidegate/core/errors';
import type { Profile } from '@tidegate/core/profile/profile';
import { type ComparedNames, comparableColumns } from './comparable-columns.ts';
import type { DriftOptions } from './compare-drift.ts';
import { readStoredProfile } from './profile-file.ts';
import { idleFlags, refuseIdleFlags } from './refuse-idle-flags.ts';

/** The profile of a window that was counted before, where --current names one. @throws OperatorError for flags that need its rows */
export async function readCurrentProfile(options: DriftOptions): Promise<Profile | undefined> {
  const [path, ...others] = options.current;
  const profile = path === undefined ? undefined : await readStoredProfile(path, process.env);
  if (!profile) return undefined;
  if (others.length > 0)
    throw new OperatorError(
      'input-invalid',
      `--current names a profile, ${path}, and more beside it.`,
      'Add profiles of parts up first: tidegate profile one.json other.json --out all.json.',
    );
  const { segment, time, chunkBy, score, prediction, labels, multivariate } = options;
  refuseIdleFlags(
    idleFlags(
      { segment, time, chunkBy, score, prediction, labels, multivariate },
      `${path} is a profile, and this needs rows`,
    ),
    'Leave it out, or give the rows as --current.',
  );
  return profile;
}

/** @throws OperatorError `data-invalid` for a profile that lacks a feature of the reference */
export function windowOfProfile(stored: Profile, reference: Profile, names: ComparedNames): CountedWindow {
  const current = comparableColumns(stored, names, {});
  const known = new Set(current.columns.map(({ name }) => name));
  const missing = reference.columns.find(({ name, role }) => role === 'feature' && !known.has(name));
  if (missing)
    throw new OperatorError(
      'data-invalid',
      `The profile of ${stored.source.name} has no column ${JSON.stringify(missing.name)}, which the reference has.`,
      'Count the rows with tidegate profile --reference <profile>, or choose columns that both have with --columns.',
    );
  return { current, segments: [], chunks: undefined };
}
