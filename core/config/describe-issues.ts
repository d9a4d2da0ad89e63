import type * as z from 'zod';
import { CONFIG_MAX_MISTAKES } from '../limits.ts';
import { closest } from './closest.ts';
import { RULE_KINDS } from './gate-rules.ts';
import { renderPath } from './render-path.ts';

export interface Mistake {
  readonly line: number;
  readonly text: string;
}

type Issue = z.core.$ZodIssue;

/** Zod's issues in words for a person: path, what was expected, what is there, what to do. No more than anybody reads. */
export function describeIssues(
  issues: readonly Issue[],
  document: unknown,
  lineOf: (path: readonly PropertyKey[]) => number,
  knownKeys: (path: readonly PropertyKey[], value?: unknown) => readonly string[],
): Mistake[] {
  return issues
    .flatMap(chosenOf)
    .slice(0, CONFIG_MAX_MISTAKES)
    .flatMap((issue) => {
      if (issue.code === 'unrecognized_keys') {
        const holder = valueAt(document, issue.path);
        const known = knownKeys(issue.path, holder);
        return issue.keys.slice(0, CONFIG_MAX_MISTAKES).map((key) => ({
          line: lineOf([...issue.path, key]),
          text: `${renderPath([...issue.path, key])}: unknown key. ${suggest(key, known, holder)}`,
        }));
      }
      const value = valueAt(document, issue.path);
      return { line: lineOf(issue.path), text: `${renderPath(issue.path)}: ${describe(issue, value, knownKeys)}` };
    });
}

/** Of a choice between shapes: what is wrong with the only one that the value's own type fits. */
function chosenOf(issue: Issue): readonly Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const fitting = issue.errors.filter((inner) => inner.length > 0 && !inner.some(isOfOtherType));
  const [only] = fitting;
  if (!only || fitting.length > 1) return [issue];
  return only.flatMap((inner) => chosenOf({ ...inner, path: [...issue.path, ...inner.path] }));
}

function isOfOtherType({ code, path }: Issue): boolean {
  return code === 'invalid_type' && path.length === 0;
}

/** For what YAML reads otherwise than it was meant, and for percent where a share is asked. */
function adviceFor(issue: Issue, value: unknown): string {
  if (issue.code === 'invalid_type' && issue.expected === 'string' && ['number', 'boolean'].includes(typeof value))
    return ` Put it into quotes: "${String(value)}".`;
  const isShare = issue.code === 'too_big' && issue.maximum === 1;
  return isShare && typeof value === 'number' && Number.isInteger(value) && value > 1 && value <= 100
    ? ` Write ${value / 100} for ${value} %.`
    : '';
}

function describe(
  issue: Issue,
  value: unknown,
  knownKeys: (path: readonly PropertyKey[]) => readonly string[],
): string {
  const got = value === undefined ? 'it is missing' : `got ${clip(value)}`;
  if (issue.path.length === 1 && issue.path[0] === 'version') {
    return value === undefined
      ? 'expected 1, it is missing. Write `version: 1`.'
      : `expected 1, got ${clip(value)}. This Tidegate reads version 1 only; use the release that the file was written for.`;
  }
  const percent = typeof value === 'string' ? /^(\d+(?:\.\d+)?)\s*%$/.exec(value) : undefined;
  const advice = percent ? ` Write ${Number(percent[1]) / 100} for ${percent[1]} points.` : adviceFor(issue, value);
  const near = issue.path.at(-1) === 'kind' && typeof value === 'string' ? closest(value, RULE_KINDS) : undefined;
  const hint = near ? ` Did you mean ${JSON.stringify(near)}?` : advice;
  return `expected ${expected(issue, knownKeys)}, ${got}.${hint}`;
}

function expected(issue: Issue, knownKeys: (path: readonly PropertyKey[]) => readonly string[] = () => []): string {
  switch (issue.code) {
    case 'invalid_type':
      return article(issue.expected);
    case 'too_small':
      return `${noun(issue.origin)} ${issue.inclusive ? '≥' : '>'} ${issue.minimum}`;
    case 'too_big':
      return `${noun(issue.origin)} ${issue.inclusive ? '≤' : '<'} ${issue.maximum}`;
    case 'invalid_value':
      return issue.values.length === 1 ? clip(issue.values[0]) : `one of ${issue.values.map(clip).join(', ')}`;
    case 'invalid_union':
      return issue.path.at(-1) === 'kind'
        ? `a known kind: ${RULE_KINDS.join(', ')}`
        : formsOf(issue, knownKeys(issue.path));
    case 'invalid_key':
      return issue.issues.map((inner) => inner.message.replace('expected ', '')).join(' and ');
    default:
      return issue.message.replace(/^expected /, '').replace(/^Invalid URL$/, 'a URL such as http://127.0.0.1:8101');
  }
}

/** The forms that a union takes: "a number or a mapping with choose and on". */
function formsOf(union: Extract<Issue, { code: 'invalid_union' }>, keys: readonly string[]): string {
  const forms = union.errors.flatMap((issues) => issues.slice(0, 1).map((issue) => expected(issue)));
  const known = keys.length > 0 ? ` with ${join(keys, 'and')}` : '';
  return join([...new Set(forms)], 'or').replace('a mapping', `a mapping${known}`);
}

function join(words: readonly string[], last: 'and' | 'or'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

function noun(origin: string): string {
  if (origin === 'array') return 'a list with a length';
  if (origin === 'string') return 'text with a length';
  return 'a number';
}

function article(type: string): string {
  const words: Record<string, string> = {
    object: 'a mapping',
    array: 'a list',
    string: 'text',
    record: 'a mapping',
    int: 'a whole number',
    boolean: 'true or false',
  };
  return words[type] ?? `a ${type}`;
}

function clip(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, part) ? Reflect.get(value, part) : undefined,
    document,
  );
}

function suggest(key: string, known: readonly string[], holder: unknown): string {
  const best = closest(key, known);
  if (best) return `Did you mean ${JSON.stringify(best)}?`;
  const kind = valueAt(holder, ['kind']);
  if (typeof kind !== 'string' || known.length === 0) return 'Remove it, or see docs/config.md for the keys there are.';
  const others = known.filter((name) => name !== 'kind');
  return `Remove it: the rule ${kind} has ${others.length === 0 ? 'no keys beside its kind' : join(others, 'and')}.`;
}
