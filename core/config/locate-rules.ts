import { isAlias, isMap, isSeq, LineCounter, parseDocument } from 'yaml';
import { CONFIG_MAX_CHARACTERS } from '../limits.ts';
import { lineOfPath, startOf } from './line-of-path.ts';

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
  return gate.items.map((item) => lines.linePos(startOf(item) ?? 0).line || 1);
}

/** Line, from 1, of the deepest key or item on a path that is there. */
export function locateKey(text: string, path: readonly PropertyKey[]): number {
  if (text.length > CONFIG_MAX_CHARACTERS) return 1;
  const lines = new LineCounter();
  return lineOfPath(parseDocument(text, { lineCounter: lines, prettyErrors: false }), lines, path);
}
