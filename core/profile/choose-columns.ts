import { closest } from '../config/closest.ts';
import { OperatorError } from '../errors.ts';
import type { Profile } from './profile.ts';

/** A profile with some of its columns; all of them where none are named. @throws OperatorError `input-invalid` for one that it has not got */
export function chooseColumns(profile: Profile, names: readonly string[] | undefined): Profile {
  if (names === undefined) return profile;
  const known = profile.columns.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return { ...profile, columns: profile.columns.filter(({ name }) => names.includes(name)) };
  const near = closest(unknown, known);
  throw new OperatorError(
    'input-invalid',
    `The profile of ${profile.source.name} has no column ${JSON.stringify(unknown)}.`,
    near ? `Did you mean ${JSON.stringify(near)}?` : `It has ${known.slice(0, 40).join(', ')}.`,
  );
}
