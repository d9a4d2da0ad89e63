import { type Condition, ConditionRefused, type ConditionValue, OPERATORS, type Operator } from './condition.ts';

const TOKEN =
  /\s*(?:(==|!=|<=|>=|[<>()[\],&|~])|`([^`]+)`|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?![\w.])|(\.(?:isnull|notnull|isna|notna)\(\))|([A-Za-z_]\w*))/y;

interface Token {
  readonly kind: 'sign' | 'name' | 'text' | 'number' | 'test';
  readonly text: string;
}

/** The part of pandas' query language that means the same in SQL. @throws ConditionRefused */
export function parsePandasQuery(query: string): Condition {
  const parser = new QueryParser(tokenize(query), query);
  return parser.parse();
}

function tokenize(query: string): readonly Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  while (query.slice(pattern.lastIndex).trim() !== '') {
    const match = pattern.exec(query);
    if (!match) throw refused(query);
    const [, sign, quoted, text, number, test, word] = match;
    if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else if (quoted !== undefined) tokens.push({ kind: 'name', text: quoted });
    else if (text !== undefined) tokens.push({ kind: 'text', text: text.slice(1, -1).replace(/\\(['"\\])/g, '$1') });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (test !== undefined) tokens.push({ kind: 'test', text: test });
    else if (/^(and|or|not|in)$/.test(word ?? '')) tokens.push({ kind: 'sign', text: word ?? '' });
    else tokens.push({ kind: 'name', text: word ?? '' });
  }
  return tokens;
}

/** Brackets and negations inside each other: more would overflow the stack. */
const DEEPEST = 100;

class QueryParser {
  readonly #tokens: readonly Token[];
  readonly #query: string;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], query: string) {
    this.#tokens = tokens;
    this.#query = query;
  }

  parse(): Condition {
    const condition = this.#any();
    if (this.#at < this.#tokens.length) throw refused(this.#query);
    return condition;
  }

  #any(): Condition {
    const conditions = [this.#all()];
    while (this.#take('or') || this.#take('|')) conditions.push(this.#all());
    return conditions.length === 1 && conditions[0] ? conditions[0] : { kind: 'or', conditions };
  }

  #all(): Condition {
    const conditions = [this.#one()];
    while (this.#take('and') || this.#take('&')) conditions.push(this.#one());
    return conditions.length === 1 && conditions[0] ? conditions[0] : { kind: 'and', conditions };
  }

  #one(): Condition {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw refused(this.#query);
    const condition = this.#innermost();
    this.#depth -= 1;
    return condition;
  }

  #innermost(): Condition {
    if (this.#take('not') || this.#take('~')) return { kind: 'not', condition: this.#one() };
    if (this.#take('(')) {
      const inner = this.#any();
      this.#expect(')');
      return inner;
    }
    const { kind, text: column } = this.#next();
    if (kind !== 'name' || isConstant(column)) throw refused(this.#query);
    const test = this.#tokens[this.#at];
    if (test?.kind === 'test') {
      this.#at += 1;
      return { kind: 'null', column, isNot: test.text.startsWith('.not') };
    }
    const isNot = this.#take('not');
    if (this.#take('in')) return { kind: 'in', column, values: this.#list(), isNot };
    const sign = this.#next().text;
    const operator = OPERATORS.find((one) => one === sign);
    if (isNot || !operator) throw refused(this.#query);
    return this.#comparison(column, operator);
  }

  #comparison(column: string, operator: Operator): Condition {
    const right = this.#tokens[this.#at];
    if (right?.text === '[' && (operator === '==' || operator === '!='))
      return { kind: 'in', column, values: this.#list(), isNot: operator === '!=' };
    if (right?.kind === 'name' && !isConstant(right.text)) {
      this.#at += 1;
      return { kind: 'columns', left: column, operator, right: right.text };
    }
    const condition: Condition = { kind: 'compare', column, operator, value: this.#value() };
    // Python reads a < b < c as one chain.
    if (OPERATORS.some((one) => one === this.#tokens[this.#at]?.text)) throw refused(this.#query);
    return condition;
  }

  #list(): readonly ConditionValue[] {
    const close = this.#take('(') ? ')' : ']';
    if (close === ']') this.#expect('[');
    const values: ConditionValue[] = [];
    while (!this.#take(close)) {
      values.push(this.#value());
      if (!this.#take(',') && this.#tokens[this.#at]?.text !== close) throw refused(this.#query);
    }
    return values;
  }

  #value(): ConditionValue {
    const { kind, text } = this.#next();
    if (kind === 'text') return text;
    if (kind === 'number') return Number(text);
    if (kind === 'name' && isConstant(text)) return text === 'True';
    throw refused(this.#query);
  }

  #next(): Token {
    const token = this.#tokens[this.#at];
    if (!token) throw refused(this.#query);
    this.#at += 1;
    return token;
  }

  #take(sign: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'sign' || token.text !== sign) return false;
    this.#at += 1;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#take(sign)) throw refused(this.#query);
  }
}

function isConstant(word: string): boolean {
  return word === 'True' || word === 'False';
}

function refused(query: string): ConditionRefused {
  return new ConditionRefused(
    `${JSON.stringify(query.slice(0, 100))} is more of pandas than is read: comparisons with and, or, not, in, isnull. Write it as SQL under row-condition.`,
  );
}
