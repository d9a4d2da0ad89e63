import { OperatorError } from '../errors.ts';
import { combineCategories, combineNumbers, type Sign } from './combine-counts.ts';
import type { ColumnProfile, Profile } from './profile.ts';

/** Rows of both profiles: workers, days and segments are counted apart and added up. @throws OperatorError `document-invalid` */
export function addProfiles(left: Profile, right: Profile): Profile {
  return combine(left, right, 1);
}

/** The rows of `whole` that are not in `part`: leave one out, sliding windows. @throws OperatorError `document-invalid` */
export function subtractProfile(whole: Profile, part: Profile): Profile {
  return combine(whole, part, -1);
}

function combine(left: Profile, right: Profile, sign: Sign): Profile {
  const names = ({ columns }: Profile) => columns.map(({ name }) => name).join(', ');
  if (left.columns.length !== right.columns.length) throw unlike(names(left), names(right));
  // What was learnt, cut and scored is of the rows before.
  const { learnt, segments, calibration, classCalibration, errorModel, importance, ...rest } = left;
  const rows = left.source.rows + sign * right.source.rows;
  if (rows < 0 || !Number.isSafeInteger(rows)) throw impossible(left, right, sign);
  return {
    ...rest,
    ...(sign === 1 ? sharedBy(left, right) : importance && { importance }),
    source: { ...(sign === 1 ? partsOf(left, right) : left.source), rows, digest: null },
    columns: left.columns.map((column, index) => {
      const other = right.columns[index];
      if (other?.name !== column.name) throw unlike(names(left), names(right));
      return combineColumns(column, other, sign);
    }),
  };
}

/** The same in any order: what both say, and which name comes first. */
function sharedBy(left: Profile, right: Profile): Pick<Profile, 'model' | 'importance'> {
  const { model, importance } = left;
  const isSame = importance && JSON.stringify(importance) === JSON.stringify(right.importance);
  return { model: model === right.model ? model : null, ...(isSame && { importance }) };
}

function partsOf({ source: left }: Profile, { source: right }: Profile): Pick<Profile['source'], 'name' | 'parts'> {
  return { name: left.name < right.name ? left.name : right.name, parts: (left.parts ?? 1) + (right.parts ?? 1) };
}

function combineColumns(left: ColumnProfile, right: ColumnProfile, sign: Sign): ColumnProfile {
  const { name } = left;
  if ((left.kind === 'numeric' || left.kind === 'timestamp') && right.kind === left.kind)
    return { ...left, numbers: combineNumbers(left.numbers, right.numbers, sign, name) };
  if (left.kind === 'categorical' && right.kind === 'categorical')
    return { ...left, categories: combineCategories(left.categories, right.categories, sign, name) };
  if (left.kind === 'text' && right.kind === 'text') {
    const length = combineNumbers(left.length, right.length, sign, name);
    return { ...left, length, patterns: combineCategories(left.patterns, right.patterns, sign, name) };
  }
  if (left.kind === 'embedding' && right.kind === 'embedding' && left.dimensions === right.dimensions) {
    const components = left.components.map(({ index, numbers }, place) => {
      const other = right.components[place];
      if (other?.index !== index) throw unlike(name, name);
      return { index, numbers: combineNumbers(numbers, other.numbers, sign, name) };
    });
    return { ...left, norm: combineNumbers(left.norm, right.norm, sign, name), components };
  }
  throw unlike(`${name} (${left.kind})`, `${right.name} (${right.kind})`);
}

function impossible({ source: left }: Profile, { source: right }: Profile, sign: Sign): OperatorError {
  return new OperatorError(
    'document-invalid',
    `${right.rows} rows of ${right.name} cannot be ${sign === 1 ? 'added to' : 'taken away from'} ${left.rows} of ${left.name}.`,
    'Profile the rows again: one of both does not say how many it was counted from.',
  );
}

function unlike(left: string, right: string): OperatorError {
  return new OperatorError(
    'document-invalid',
    `The profiles are of other columns: ${left.slice(0, 300)} and ${right.slice(0, 300)}.`,
    'Combine profiles that were counted with the same reference.',
  );
}
