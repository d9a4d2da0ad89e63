import { type Document, isMap, isSeq, LineCounter, parseDocument } from 'yaml';
import { exactIntegers } from '../../config/exact-integers.ts';
import { lineOfPath } from '../../config/line-of-path.ts';
import { renderPath } from '../../config/render-path.ts';
import { OperatorError } from '../../errors.ts';

/** A suite's text as a value, and where in the text each part of it stands. */
export interface SuiteText {
  readonly value: unknown;
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

export interface SuiteMistake {
  readonly line: number;
  readonly text: string;
}

const MOST_CHARACTERS = 4 * 1024 ** 2;
const MOST_ALIASES = 50;
export const MOST_MISTAKES = 100;
const LONG_INTEGER = /\d{16}/;
const INTEGER = /^-?\d+$/;
/** Deeper values overflow whatever walks them. */
const DEEPEST = 100;

/** Reads YAML or JSON. @throws OperatorError `config-invalid` with file and line of every mistake */
export function readSuiteText(text: string, file: string): SuiteText {
  if (text.length > MOST_CHARACTERS) {
    const found = `has ${text.length} characters; at most ${MOST_CHARACTERS} are read. Split it into several suites.`;
    throw refuseSuite(file, [{ line: 1, text: found }]);
  }
  const json = readJson(text);
  const lines = new LineCounter();
  let parsed: Document | undefined;
  // JSON needs no second reading unless somebody asks where a mistake is. YAML's own search for keys that stand twice takes time
  // with their square, so it is done here.
  const document = () => {
    parsed ??= parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
      logLevel: 'error',
      intAsBigInt: true,
    });
    return parsed;
  };
  const lineOf = (path: readonly PropertyKey[]) => lineOfPath(document(), lines, path);
  if (json) {
    refuseDeep(json.value, file);
    return { value: LONG_INTEGER.test(text) ? readExactly(text) : json.value, lineOf };
  }
  const { errors } = document();
  if (errors.length > 0) {
    const mistakes = errors.map((error) => ({
      line: lines.linePos(error.pos[0]).line,
      // What stands behind a colon is a part of the file, which may be no suite and nobody's business.
      text: `${error.message.split(': ')[0]?.replace(/\.$/, '')}. Mend the YAML; indentation and quotes are the usual cause.`,
    }));
    throw refuseSuite(file, mistakes);
  }
  const repeated = repeatedKeys(document().contents, []).map((path) => ({
    line: lineOf(path),
    text: `${renderPath(path)}: the key stands twice. Remove one.`,
  }));
  if (repeated.length > 0) throw refuseSuite(file, repeated);
  const value = toValue(document(), file);
  refuseDeep(value, file);
  return { value: exactIntegers(value), lineOf };
}

export function refuseSuite(file: string, mistakes: readonly SuiteMistake[]): OperatorError {
  const sorted = mistakes.toSorted((left, right) => left.line - right.line).slice(0, MOST_MISTAKES);
  return new OperatorError(
    'config-invalid',
    sorted.map(({ line, text }) => `${file}:${line} ${text}`).join('\n'),
    `Mend ${sorted.length === 1 ? 'it' : `all ${sorted.length}`}; docs/expectations.md lists every expectation and what it takes.`,
  );
}

function readJson(text: string): { readonly value: unknown } | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** As JSON.parse, but integers that it would round are text. */
function readExactly(text: string): unknown {
  return JSON.parse(text, (_key: string, value: unknown, context?: { readonly source?: string }) => {
    const isRounded = Number.isInteger(value) && !Number.isSafeInteger(value);
    return isRounded && context?.source !== undefined && INTEGER.test(context.source) ? context.source : value;
  });
}

function refuseDeep(root: unknown, file: string): void {
  let level: readonly unknown[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST)
      throw refuseSuite(file, [{ line: 1, text: `has values inside values, ${DEEPEST} deep. Write it flatter.` }]);
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
}

function toValue(document: Document, file: string): unknown {
  try {
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? Number(one) : one)); // an alias may stand inside what it names: nothing could walk or print such a value
    return value;
  } catch (cause) {
    throw new OperatorError(
      'config-invalid',
      `${file}:1 has too many aliases, or one that stands inside what it names.`,
      `Use at most ${MOST_ALIASES} aliases, or write the values out.`,
      cause,
    );
  }
}

function repeatedKeys(node: unknown, path: readonly PropertyKey[]): readonly (readonly PropertyKey[])[] {
  if (isSeq(node)) return node.items.flatMap((item, index) => repeatedKeys(item, [...path, index]));
  if (!isMap(node)) return [];
  const seen = new Set<string>();
  return node.items.flatMap(({ key, value }) => {
    const name = String(key);
    const own = seen.has(name) ? [[...path, name]] : [];
    seen.add(name);
    return [...own, ...repeatedKeys(value, [...path, name])];
  });
}
