import { OperatorError } from '../errors.ts';
import type { CategoryCounts, ColumnProfile, NumericCounts } from '../profile/profile.ts';

/** What is compared of a column: counts of numbers, or of categories. */
export type ColumnPart = { readonly name: string | null } & (
  | { readonly kind: 'numbers'; readonly reference: NumericCounts; readonly current: NumericCounts }
  | { readonly kind: 'categories'; readonly reference: CategoryCounts; readonly current: CategoryCounts }
);

/** @throws OperatorError `document-invalid` for profiles of other columns or on other grids */
export function partsOf(reference: ColumnProfile, current: ColumnProfile): readonly ColumnPart[] {
  const numbers = (name: string | null, mine: NumericCounts, theirs: NumericCounts): ColumnPart => {
    const isSame =
      mine.grid.center === theirs.grid.center &&
      mine.grid.scale === theirs.grid.scale &&
      mine.atoms.length === theirs.atoms.length &&
      mine.atoms.every((atom, index) => atom === theirs.atoms[index]);
    if (!isSame) throw unlike(reference, current);
    return { name, kind: 'numbers', reference: mine, current: theirs };
  };
  const categories = (name: string | null, mine: CategoryCounts, theirs: CategoryCounts): ColumnPart => {
    if (mine.values.join('\u001f') !== theirs.values.join('\u001f')) throw unlike(reference, current);
    return { name, kind: 'categories', reference: mine, current: theirs };
  };
  if (reference.kind === 'numeric' && current.kind === 'numeric')
    return [numbers(null, reference.numbers, current.numbers)];
  if (reference.kind === 'timestamp' && current.kind === 'timestamp')
    return [numbers(null, reference.numbers, current.numbers)];
  if (reference.kind === 'categorical' && current.kind === 'categorical')
    return [categories(null, reference.categories, current.categories)];
  if (reference.kind === 'text' && current.kind === 'text')
    return [
      numbers('length', reference.length, current.length),
      categories('patterns', reference.patterns, current.patterns),
    ];
  if (reference.kind === 'embedding' && current.kind === 'embedding')
    return [
      numbers('norm', reference.norm, current.norm),
      ...reference.components.map(({ index, numbers: mine }, place) => {
        const other = current.components[place];
        if (other?.index !== index) throw unlike(reference, current);
        return numbers(`component ${index}`, mine, other.numbers);
      }),
    ];
  throw unlike(reference, current);
}

function unlike(reference: ColumnProfile, current: ColumnProfile): OperatorError {
  return new OperatorError(
    'document-invalid',
    `Column ${JSON.stringify(reference.name)} (${reference.kind}) and ${JSON.stringify(current.name)} (${current.kind}) were not counted on one grid.`,
    'Profile the current rows with --reference, so that both are counted alike.',
  );
}
