import { type Message, messagesOf } from './decode-onnx.ts';
import { domainOf, operatorName } from './onnx-operators.ts';

const MOST_NODES = 20_000; // the runtime takes seconds for so many
/** Operators that run a graph of their own once for each of their elements. */
const REPEATING: ReadonlySet<string> = new Set(['Scan', 'SequenceMap']);

/**
 * What a graph would grow to when the functions that the file brings along are put in place: each may call the one before twice,
 * so that thirty of them make a billion nodes. Gives why it is too much; undefined when it is not.
 */
export function whyTooLarge(model: Message): string | undefined {
  const functions: Message[] = Array.isArray(model['functions']) ? model['functions'] : [];
  const byName = new Map(functions.map((one) => [operatorName(domainOf(one['domain']), String(one['name'])), one]));
  const sizes = new Map<string, Size>();
  const sizeOf = (name: string, open: ReadonlySet<string>): Size | undefined => {
    const body = byName.get(name);
    if (!body) return undefined;
    const known = sizes.get(name);
    if (known) return known;
    if (open.has(name)) return { nodes: Number.POSITIVE_INFINITY, repeats: 0 };
    const size = measure(body, (called) => sizeOf(called, new Set([...open, name])));
    sizes.set(name, size);
    return size;
  };
  const { nodes, repeats } = measure(model['graph'] as Message, (called) => sizeOf(called, new Set()));
  if (functions.length > 0 && nodes > MOST_NODES) return `its functions make more than ${MOST_NODES} nodes of it`;
  return repeats > 1 ? 'it repeats a graph within a graph that is repeated (Scan, SequenceMap)' : undefined;
}

interface Size {
  readonly nodes: number;
  /** How deep graphs that are repeated lie in each other. */
  readonly repeats: number;
}

function measure(graph: Message, sizeOf: (called: string) => Size | undefined): Size {
  let [nodes, repeats] = [0, 0];
  for (const message of messagesOf(graph)) {
    const name = nameOf(message);
    if (name === undefined) continue;
    const called = sizeOf(name);
    nodes += called?.nodes ?? 1;
    repeats = Math.max(repeats, called?.repeats ?? 0);
    if (REPEATING.has(name)) repeats = Math.max(repeats, isRepeatedWithin(message, sizeOf) ? 2 : 1);
  }
  return { nodes, repeats };
}

/** One look at everything below, not one for each level: graphs lie in each other as deep as a stranger likes. */
function isRepeatedWithin(node: Message, sizeOf: (called: string) => Size | undefined): boolean {
  for (const message of messagesOf(node)) {
    const name = message === node ? undefined : nameOf(message);
    if (name !== undefined && (REPEATING.has(name) || (sizeOf(name)?.repeats ?? 0) > 0)) return true;
  }
  return false;
}

function nameOf({ opType, domain }: Message): string | undefined {
  return typeof opType === 'string' ? operatorName(domainOf(domain), opType) : undefined;
}
