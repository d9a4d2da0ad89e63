import { type Document, isAlias, isMap, isSeq, type LineCounter } from 'yaml';

/**
 * Line, from 1, of the deepest key or item on a path that is there: for a key that should not be there its own, of two keys of one
 * name the last. What an alias names stands where it was written.
 */
export function lineOfPath(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const part of path) {
    const inside: unknown = isAlias(node) ? node.resolve(document) : node;
    if (isMap(inside)) {
      const pair = inside.items.findLast(({ key }) => String(key) === String(part));
      if (!pair) break;
      offset = startOf(pair.key) ?? startOf(pair.value) ?? offset;
      node = pair.value;
    } else if (isSeq(inside) && typeof part === 'number') {
      node = inside.items[part];
      offset = startOf(node) ?? offset;
    } else break;
  }
  return lines.linePos(offset).line || 1;
}

/** Characters before a node of YAML. */
export function startOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return undefined;
  return Number(node.range[0]);
}
