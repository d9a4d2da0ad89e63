import type { ReferenceAnswer } from './ask-reference.ts';

/** An answer of great_expectations in few letters: `met 10/2` is met with 2 unexpected of 10 elements. */
export function packAnswer({ success, raised, elements, unexpected }: ReferenceAnswer): string {
  if (raised) return 'raised';
  const counts = elements === null || unexpected === null ? '' : ` ${elements}/${unexpected}`;
  return `${success ? 'met' : 'not'}${counts}`;
}
