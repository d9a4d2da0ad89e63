import type { RefusedRegex } from './translate-regex.ts';

/** A part of a pattern on both sides; undefined where a side has no such thing. */
export interface Piece {
  readonly engine: string | undefined;
  readonly script: string | undefined;
}

// Python's classes are Unicode's; RE2's are ASCII's.
const INSIDE: Readonly<Record<string, string>> = {
  w: '\\p{L}\\p{N}_',
  s: '\\s\\x0b\\x1c-\\x1f\\x85\\p{Z}',
  d: '\\p{Nd}',
  D: '\\P{Nd}',
};
const END = '(?![\\s\\S])';
const OUTSIDE: Readonly<Record<string, Piece>> = {
  '\\w': both(`[${INSIDE['w']}]`),
  '\\W': both(`[^${INSIDE['w']}]`),
  '\\s': both(`[${INSIDE['s']}]`),
  '\\S': both(`[^${INSIDE['s']}]`),
  '\\d': both('\\p{Nd}'),
  '\\D': both('\\P{Nd}'),
  '\\Z': { engine: '\\z', script: END },
  '\\A': { engine: '\\A', script: '(?<![\\s\\S])' },
  '\\a': both('\\x07'),
};
/** What JavaScript lets be escaped in a Unicode pattern. */
const SCRIPT_ESCAPES = /^[\^$\\.*+?()[\]{}|/bBfnrtv0]$/;

/** What means something inside a class of JavaScript's sets, alone or doubled. */
const CLASS_SIGNS = /[()[\]{}/|&!#%,:;<=>@`~*+.^$?]/;

/** One escape, class, group or sign. */
export function translateToken(token: string, flags: string): Piece | RefusedRegex {
  const known = Object.hasOwn(OUTSIDE, token) ? OUTSIDE[token] : undefined;
  if (known) return known;
  // Python's `$` is also before a newline that ends the text.
  if (token === '$' && !flags.includes('m')) return { engine: '(?:\\n?\\z)', script: `(?=\\n?${END})` };
  // JavaScript's dot leaves out more than the newline.
  if (token === '.' && !flags.includes('s')) return { engine: '.', script: '[^\\n]' };
  if (token.startsWith('\\')) return translateEscape(token);
  if (token.startsWith('[')) return token === '[' ? { instead: 'brackets that are closed' } : translateClass(token);
  if (token.startsWith('(?')) return translateGroup(token);
  // RE2 takes braces without a first number for text.
  if (/^\{,\d+\}$/.test(token)) return both(token.replace(',', '0,'));
  return token.length > 1 && !/^\p{Any}$/u.test(token) ? { instead: 'no possessive quantifiers' } : both(token);
}

function translateEscape(token: string): Piece | RefusedRegex {
  const letter = token.slice(1);
  if (letter === '') return { instead: 'no backslash at the end' };
  if (/^[1-9]/.test(letter)) return { engine: undefined, script: token };
  if (letter.startsWith('x')) return both(token);
  if (/^[uU]./.test(letter)) {
    const digits = letter.slice(1).replace(/^0+(?=.)/, '');
    return { engine: `\\x{${digits}}`, script: `\\u{${digits}}` };
  }
  if (/^[a-zA-Z]$/.test(letter) && !SCRIPT_ESCAPES.test(letter)) return { instead: `no escape \\${letter}` };
  return { engine: token, script: SCRIPT_ESCAPES.test(letter) ? token : letter };
}

function translateClass(token: string): Piece | RefusedRegex {
  const [, head = '', body = ''] = /^(\[\^?)([\s\S]*)\]$/.exec(token) ?? [];
  let engine: string | undefined = '';
  let script: string | undefined = '';
  const parts: readonly string[] = body.match(/\\(?:x..|u.{4}|U.{8}|[\s\S])|[\s\S]/gu) ?? [];
  for (const [place, part] of parts.entries()) {
    const letter = part.slice(1);
    const inside = part.startsWith('\\') ? INSIDE[letter] : undefined;
    // Nothing says "any of these but no letter" inside a class of RE2.
    const negated = part === '\\W' ? INSIDE['w'] : part === '\\S' ? INSIDE['s'] : undefined;
    const escaped = part.startsWith('\\') && !negated ? translateEscape(part === '\\b' ? '\\x08' : part) : undefined;
    const piece = inside ? both(inside) : negated ? { engine: undefined, script: `[^${negated}]` } : escaped;
    if (piece && 'instead' in piece) return piece;
    // A bracket here is itself; engines read `[:` as the beginning of a class by name.
    const forEngine = /[[\]]/.test(part) ? `\\${part}` : part;
    const isHyphen = part === '-' && !isRange(parts[place - 1], parts[place + 1]);
    const forScript = isHyphen || CLASS_SIGNS.test(part) ? `\\${part}` : part;
    engine = join(engine, piece ? piece.engine : forEngine);
    script = join(script, piece ? (part === '\\-' ? part : piece.script) : forScript);
  }
  return { engine: wrap(head, engine), script: wrap(head, script) };
}

/** A hyphen is from one sign to another, unless it stands at an end or beside a class. */
function isRange(before: string | undefined, after: string | undefined): boolean {
  return [before, after].every((sign) => sign !== undefined && !/^\\[wWsSdD]$/.test(sign));
}

function translateGroup(token: string): Piece | RefusedRegex {
  if (token.startsWith('(?#')) return both('');
  const name = /^\(\?P=(\w+)\)$/.exec(token)?.[1];
  if (name !== undefined) return { engine: undefined, script: `\\k<${name}>` };
  const group = /^\(\?P?<(\w+)>$/.exec(token)?.[1];
  if (group !== undefined) return { engine: `(?P<${group}>`, script: `(?<${group}>` };
  if (/^\(\?(?:[=!]|<[=!])$/.test(token)) return { engine: undefined, script: token };
  if (token === '(?:') return both(token);
  const flags = /^\(\?([a-zA-Z]*)(?:-([a-zA-Z]+))?:$/.exec(token);
  if (!flags) return { instead: 'flags at its beginning, no conditions and no atomic groups' };
  if (/[^is]/.test(`${flags[1]}${flags[2] ?? ''}`)) return { instead: 'no other flags of a group than i and s' };
  return { engine: token, script: undefined };
}

function both(text: string): Piece {
  return { engine: text, script: text };
}

function join(before: string | undefined, after: string | undefined): string | undefined {
  return before === undefined || after === undefined ? undefined : before + after;
}

function wrap(head: string, body: string | undefined): string | undefined {
  return body === undefined ? undefined : `${head}${body}]`;
}
