import { type Document, LineCounter, parseDocument } from 'yaml';
import type * as z from 'zod';
import { OperatorError } from '../errors.ts';
import { CONFIG_MAX_CHARACTERS, CONFIG_MAX_MISTAKES } from '../limits.ts';
import { crossCheck } from './cross-check.ts';
import { describeIssues, type Mistake } from './describe-issues.ts';
import { exactIntegers } from './exact-integers.ts';
import { knownKeysAt } from './known-keys.ts';
import { lineOfPath } from './line-of-path.ts';
import { Config, type Model } from './schema.ts';

const MAX_ALIASES = 50;

/**
 * Parses `tidegate.yml`. Every mistake is reported at once, each with line, path, value, what was expected and what to do.
 * @throws OperatorError `config-invalid`
 */
export function parseConfig(text: string, file = 'tidegate.yml'): Config {
  // A pull request writes this too, and the time to find keys that stand twice grows with their square.
  if (text.length > CONFIG_MAX_CHARACTERS) {
    const found = `has ${text.length} characters; at most ${CONFIG_MAX_CHARACTERS} are read. Make it shorter.`;
    throw refuse(file, [{ line: 1, text: found }]);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
    intAsBigInt: true,
    // It would warn on standard error, with words of the file.
    logLevel: 'error',
  });
  if (document.errors.length > 0) {
    const mistakes = document.errors.slice(0, CONFIG_MAX_MISTAKES).map((error) => ({
      line: lines.linePos(error.pos[0]).line,
      text: `${error.message.replace(/\.$/, '')}. Mend the YAML; indentation and quotes are the usual cause.`,
    }));
    throw refuse(file, mistakes);
  }
  const value = readValue(document, file);
  const result = Config.safeParse(value);
  const lineOf = (path: readonly PropertyKey[]) => lineOfPath(document, lines, path);
  if (!result.success)
    throw refuse(file, describeIssues(findIssues(result.error.issues, value), value, lineOf, knownKeysAt));
  const mistakes = Object.entries(result.data.models).flatMap(([name, model]) => crossCheck(name, model, lineOf));
  if (mistakes.length > 0) throw refuse(file, mistakes);
  return result.data;
}

/** A model whose name is refused is not looked at: it is, by another name, so that all mistakes are told at once. */
function findIssues(issues: readonly z.core.$ZodIssue[], value: unknown): readonly z.core.$ZodIssue[] {
  const misnamed = issues.flatMap(({ code, path }) =>
    code === 'invalid_key' && path.length === 2 && path[0] === 'models' ? [String(path[1])] : [],
  );
  if (typeof value !== 'object' || value === null || !('models' in value)) return issues;
  const { models } = value;
  if (misnamed.length === 0 || typeof models !== 'object' || models === null) return issues;
  const names = new Map(misnamed.map((name, place) => [`x${place}`, name]));
  const renamed = Object.fromEntries([...names].map(([safe, name]) => [safe, Reflect.get(models, name)]));
  const inside = Config.safeParse({ ...value, models: renamed }).error?.issues ?? [];
  const found = inside.flatMap((issue) => {
    const name = issue.path[0] === 'models' ? names.get(String(issue.path[1])) : undefined;
    return name === undefined ? [] : [{ ...issue, path: ['models', name, ...issue.path.slice(2)] }];
  });
  return [...issues, ...found];
}

/** The model of that name. @throws OperatorError `config-invalid` that lists the names there are. */
export function findModel(config: Config, name: string): Model {
  const model = Object.hasOwn(config.models, name) ? config.models[name] : undefined;
  if (model) return model;
  throw new OperatorError(
    'config-invalid',
    `tidegate.yml has no model ${JSON.stringify(name)}.`,
    `Use one of: ${Object.keys(config.models).join(', ')}.`,
  );
}

function refuse(file: string, mistakes: readonly Mistake[]): OperatorError {
  const sorted = mistakes.toSorted((left, right) => left.line - right.line).slice(0, CONFIG_MAX_MISTAKES);
  return new OperatorError(
    'config-invalid',
    sorted.map(({ line, text }) => `${file}:${line} ${text}`).join('\n'),
    `Mend ${sorted.length === 1 ? 'it' : `all ${sorted.length}`} and run \`tidegate check\`; docs/config.md lists every field.`,
  );
}

function readValue(document: Document, file: string): unknown {
  try {
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    // An alias may stand inside what it names: nothing could walk or print such a value.
    JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? Number(one) : one));
    return exactIntegers(value, ([, , , field]) => field === 'expectations');
  } catch (cause) {
    throw new OperatorError(
      'config-invalid',
      `${file}:1 has too many aliases, or one that stands inside what it names.`,
      `Use at most ${MAX_ALIASES} aliases, or write the values out.`,
      cause,
    );
  }
}
