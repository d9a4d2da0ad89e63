import { isAlias, isMap, isSeq, LineCounter, parseDocument } from 'yaml';
import { CONFIG_MAX_CHARACTERS } from '../limits.ts';

/** Line, from 1, of each rule in the gate of a model; empty where the text has no such gate. */
export function locateRules(text: string, modelName: string): readonly number[] {
  if (text.length > CONFIG_MAX_CHARACTERS) return [];
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  // A gate may be an alias of another model's: its rules stand there.
  const at = (node: unknown, key: string) => (isMap(node) ? resolve(node.get(key, true)) : undefined);
  const resolve = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);
  const gate = at(at(at(document.contents, 'models'), modelName), 'gate');
  if (!isSeq(gate)) return [];
  return gate.items.map((item) => lines.linePos(startOf(item)).line || 1);
}

/** Line, from 1, of the deepest key or item on a path that is there. */
export function locateKey(text: string, path: readonly PropertyKey[]): number {
  if (text.length > CONFIG_MAX_CHARACTERS) return 1;
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  let node: unknown = document.contents;
  let offset = 0;
  for (const part of path) {
    const map: unknown = isAlias(node) ? node.resolve(document) : node;
    if (isSeq(map) && typeof part === 'number' && map.items[part] !== undefined) {
      node = map.items[part];
      offset = startOf(node);
      continue;
    }
    const pair = isMap(map) ? map.items.find(({ key }) => String(key) === String(part)) : undefined;
    if (!pair) break;
    offset = startOf(pair.key);
    node = pair.value;
  }
  return lines.linePos(offset).line || 1;
}

function startOf(node: unknown): number {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return 0;
  return Number(node.range[0]);
}
