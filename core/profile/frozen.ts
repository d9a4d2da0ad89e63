import { FINE_BINS, type Grid } from './grid.ts';
import type { Role } from './plan-columns.ts';
import type { CategoryCounts, ColumnProfile, NumericCounts, Profile } from './profile.ts';

export interface FrozenNumbers {
  readonly grid: Grid;
  readonly atoms: readonly number[];
}
export interface FrozenCategories {
  /** Values are digests; rows are counted by the digest of what they hold. */
  readonly hashed?: true | undefined;
  readonly values: readonly string[];
  readonly isComplete: boolean;
}

/** What a column is counted on, in the reference and ever after. */
export type FrozenColumn = { readonly name: string; readonly role: Role } & (
  | { readonly kind: 'numeric' | 'timestamp'; readonly numbers: FrozenNumbers }
  | { readonly kind: 'categorical'; readonly categories: FrozenCategories }
  | { readonly kind: 'text'; readonly length: FrozenNumbers }
  | {
      readonly kind: 'embedding';
      readonly dimensions: number;
      readonly norm: FrozenNumbers;
      readonly components: readonly { readonly index: number; readonly numbers: FrozenNumbers }[];
    }
);

/** The grids of a reference, to count other rows on them. */
export function frozenOf({ columns }: Profile): readonly FrozenColumn[] {
  return columns.map(freeze);
}

/** The same column on the finer grid: numbers have more bins, categories are as they were. */
export function refine(column: FrozenColumn): FrozenColumn {
  const finer = ({ grid, atoms }: FrozenNumbers): FrozenNumbers => ({ grid: { ...grid, bins: FINE_BINS }, atoms });
  switch (column.kind) {
    case 'numeric':
    case 'timestamp':
      return { ...column, numbers: finer(column.numbers) };
    case 'categorical':
      return column;
    case 'text':
      return { ...column, length: finer(column.length) };
    case 'embedding': {
      const components = column.components.map(({ index, numbers }) => ({ index, numbers: finer(numbers) }));
      return { ...column, norm: finer(column.norm), components };
    }
  }
}

function freeze(column: ColumnProfile): FrozenColumn {
  const { name, role } = column;
  switch (column.kind) {
    case 'numeric':
    case 'timestamp':
      return { name, role, kind: column.kind, numbers: numbersOf(column.numbers) };
    case 'categorical':
      return { name, role, kind: column.kind, categories: categoriesOf(column.categories) };
    case 'text':
      return { name, role, kind: column.kind, length: numbersOf(column.length) };
    case 'embedding': {
      const components = column.components.map(({ index, numbers }) => ({ index, numbers: numbersOf(numbers) }));
      const { dimensions, norm } = column;
      return { name, role, kind: column.kind, dimensions, norm: numbersOf(norm), components };
    }
  }
}

function numbersOf({ grid, atoms }: NumericCounts): FrozenNumbers {
  return { grid, atoms };
}

function categoriesOf({ values, isComplete, hashed }: CategoryCounts): FrozenCategories {
  return { values, isComplete, hashed };
}
