import type { Model } from './schema.ts';

type Add = (at: readonly PropertyKey[], text: string) => void;

/** Cuts that give empty parts, and two slices that a rule or a reader could not tell apart. */
export function checkSlices({ evaluation }: Model, add: Add): void {
  const names = evaluation.slices.map(({ name, column, where }) => name ?? column ?? where ?? '');
  evaluation.slices.forEach(({ bins }, index) => {
    const at = ['evaluation', 'slices', index];
    if (names.indexOf(names[index] ?? '') !== index)
      add(at, `slice ${JSON.stringify(names[index])} is there twice. Give one of them another name.`);
    if (!bins) return;
    const place = bins.findIndex((cut, each) => each > 0 && cut <= (bins[each - 1] ?? Number.NEGATIVE_INFINITY));
    if (place < 0) return;
    const sorted = [...new Set(bins)].sort((left, right) => left - right);
    const got = `got ${bins[place]} after ${bins[place - 1]}`;
    add([...at, 'bins'], `expected cuts that ascend, each once, ${got}. Write [${sorted.join(', ')}].`);
  });
}
