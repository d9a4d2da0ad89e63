import { sortedNames } from '../data/sorted-names.ts';

/** A class that counts as positive, and whether somebody said so. */
export interface PositiveClass {
  readonly label: string;
  readonly isGuessed: boolean;
}

const AFFIRMATIVE = /^(true|yes|y)$/i;

/**
 * Of two labels the one that is true, yes or y; else the greater one, of numbers by value and of text by code unit: what
 * scikit-learn's label_binarize takes for 1, so that a model that learnt from these labels scores it.
 */
export function guessPositive(labels: readonly [string, string]): string {
  const affirmed = labels.filter((label) => AFFIRMATIVE.test(label));
  const [only] = affirmed;
  return affirmed.length === 1 && only !== undefined ? only : (sortedNames(labels)[1] ?? labels[1]);
}
