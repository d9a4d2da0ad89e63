import type * as z from 'zod';
import { CONFIG_MAX_MISTAKES } from '../limits.ts';

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
  knownKeys: (path: readonly PropertyKey[]) => readonly string[],
): Mistake[] {
  return issues.slice(0, CONFIG_MAX_MISTAKES).flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.slice(0, CONFIG_MAX_MISTAKES).map((key) => ({
        line: lineOf([...issue.path, key]),
        text: `${renderPath([...issue.path, key])}: unknown key. ${suggest(key, knownKeys(issue.path))}`,
      }));
    }
    const value = valueAt(document, issue.path);
    return { line: lineOf(issue.path), text: `${renderPath(issue.path)}: ${describe(issue, value)}` };
  });
}

function describe(issue: Issue, value: unknown): string {
  const got = value === undefined ? 'it is missing' : `got ${clip(value)}`;
  if (issue.path.length === 1 && issue.path[0] === 'version') {
    return value === undefined
      ? 'expected 1, it is missing. Write `version: 1`.'
      : `expected 1, got ${clip(value)}. This Tidegate reads version 1 only; use the release that the file was written for.`;
  }
  const percent = typeof value === 'string' ? /^(\d+(?:\.\d+)?)\s*%$/.exec(value) : undefined;
  const advice = percent ? ` Write ${Number(percent[1]) / 100} for ${percent[1]} points.` : '';
  return `expected ${expected(issue)}, ${got}.${advice}`;
}

function expected(issue: Issue): string {
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
        ? 'a known kind: threshold, non-inferior'
        : 'a number, text, true or false, or a list of numbers';
    case 'invalid_key':
      return issue.issues.map((inner) => inner.message.replace('expected ', '')).join(' and ');
    default:
      return issue.message.replace(/^expected /, '').replace(/^Invalid URL$/, 'a URL such as http://127.0.0.1:8101');
  }
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
  };
  return words[type] ?? `a ${type}`;
}

function clip(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function renderPath(path: readonly PropertyKey[]): string {
  const text = path.reduce<string>(
    (all, part) => (typeof part === 'number' ? `${all}[${part}]` : `${all}.${String(part)}`),
    '',
  );
  return text.replace(/^\./, '') || '(file)';
}

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, part) ? Reflect.get(value, part) : undefined,
    document,
  );
}

function suggest(key: string, known: readonly string[]): string {
  const best = known
    .map((candidate) => ({ candidate, distance: editDistance(key.toLowerCase(), candidate) }))
    .toSorted((left, right) => left.distance - right.distance)[0];
  if (best && best.distance <= Math.max(2, Math.floor(key.length / 3)))
    return `Did you mean ${JSON.stringify(best.candidate)}?`;
  return 'Remove it, or see docs/config.md for the keys there are.';
}

/** Levenshtein distance, one row at a time. */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const substitution = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
