import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import { OperatorError } from '@tidegate/core/errors';

/** Contexts by name (`github`, `inputs`, …) as plain JSON values. */
export type Contexts = Readonly<Record<string, unknown>>;

/** What the status functions answer; jobs and steps differ in what "success" looks at. */
export interface Status {
  readonly success: boolean;
  readonly failure: boolean;
  readonly cancelled: boolean;
}
export interface Scope {
  readonly contexts: Contexts;
  readonly status: Status;
  /** `hashFiles(pattern…)` relative to the workspace. */
  readonly hashFiles?: (patterns: readonly string[]) => string;
}

const STATUS_FUNCTION = /\b(success|failure|always|cancelled)\s*\(/;
/** Braces inside a quoted text do not end an expression. */
const EXPRESSION = /\$\{\{((?:'[^']*'|[^'])*?)\}\}/g;

/** Value of one expression, without its braces, with GitHub's own lexer, parser and evaluator. */
export function evaluate(expression: string, scope: Scope): unknown {
  const functions = functionsOf(scope);
  try {
    const { tokens } = new Lexer(expression).lex();
    const tree = new Parser(tokens, Object.keys(scope.contexts), functions).parse();
    const contexts = toData(scope.contexts);
    if (!(contexts instanceof data.Dictionary)) return null;
    const result = new Evaluator(
      tree,
      contexts,
      new Map(functions.map((definition) => [definition.name.toLowerCase(), definition])),
    ).evaluate();
    return fromData(result);
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new OperatorError(
      'workflow-unsupported',
      `Expression ${JSON.stringify(expression.trim())}: ${said}.`,
      'Mend the expression.',
      cause,
    );
  }
}

/** Text with its `${{ … }}` filled in; a text that is one expression keeps the expression's type. */
export function interpolate(text: string, scope: Scope): unknown {
  const [first, second] = text.matchAll(EXPRESSION);
  if (first?.[1] !== undefined && !second && first[0] === text.trim()) return evaluate(first[1], scope);
  return text.replace(EXPRESSION, (_, expression: string) => toText(evaluate(expression, scope)));
}

export function interpolateText(value: unknown, scope: Scope): string {
  return toText(typeof value === 'string' ? interpolate(value, scope) : value);
}

/** An `if:`; without a status function it also asks for success(). */
export function isTrue(condition: string | number | boolean | undefined, scope: Scope): boolean {
  const text = String(condition ?? 'success()')
    .trim()
    .replace(/^\$\{\{([\s\S]*)\}\}$/, '$1');
  if (!STATUS_FUNCTION.test(text) && !scope.status.success) return false;
  const value = evaluate(text, scope);
  return !(value === false || value === null || value === 0 || value === '' || value === undefined);
}

function functionsOf({ status, hashFiles }: Scope) {
  const answer = (name: string, value: boolean) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(value),
  });
  const hash = {
    name: 'hashFiles',
    minArgs: 1,
    maxArgs: 255,
    call: (...patterns: data.ExpressionData[]) =>
      new data.StringData(hashFiles?.(patterns.map((pattern) => pattern.coerceString())) ?? ''),
  };
  return [
    answer('success', status.success),
    answer('failure', status.failure),
    answer('always', true),
    answer('cancelled', status.cancelled),
    hash,
  ];
}

function toData(value: unknown): data.ExpressionData {
  return JSON.parse(JSON.stringify(value ?? null), data.reviver);
}

function fromData(value: data.ExpressionData): unknown {
  return JSON.parse(JSON.stringify(value, data.replacer));
}

export function toText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
