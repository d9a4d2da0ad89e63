import type { Truth } from '../data/truth.ts';

/** Rows of each class, in the order of the classes; empty for regression and ranking. */
export function countClasses(truth: Truth): Readonly<Record<string, number>> {
  if (!('classes' in truth)) return {};
  const counts = truth.classes.map(() => 0);
  if (truth.task === 'multilabel-classification') {
    truth.labels.forEach((label, index) => {
      const place = index % truth.classes.length;
      counts[place] = (counts[place] ?? 0) + label;
    });
  } else {
    for (const label of truth.labels) counts[label] = (counts[label] ?? 0) + 1;
  }
  return Object.fromEntries(truth.classes.map((name, index) => [name, counts[index] ?? 0]));
}
