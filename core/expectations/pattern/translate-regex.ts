import { type Piece, translateToken } from './translate-token.ts';

/** A Python pattern as other searches write it; at least one of the two is there. */
export interface TranslatedRegex {
  /** For the engine (RE2); it cannot look around or back. */
  readonly engine: string | undefined;
  /** For this process. */
  readonly script: RegExp | undefined;
}

/** What a pattern would have to be instead of one that is refused. */
export interface RefusedRegex {
  readonly instead: string;
}

const CLASS = String.raw`\[\^?\]?(?:\\.|[^\]\\])*\]`;
const GROUP = String.raw`\(\?#[^)]*\)|\(\?P=\w+\)|\(\?P?<(?![=!])\w+>|\(\?(?:[=!]|<[=!])|\(\?[a-zA-Z]*(?:-[a-zA-Z]+)?[:)]|\(\?`;
const ESCAPE = String.raw`\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2}|[1-9][0-9]?|.)`;
const TOKEN = new RegExp(`${ESCAPE}|${CLASS}|${GROUP}|(?:[*+?]|\\{\\d*,?\\d*\\})\\+|\\{,\\d+\\}|.`, 'gsu');
const HEAD_FLAGS = /^\(\?([a-zA-Z]+)\)/;

/** Says the same pattern for another search: the same texts match, those that are not ASCII too. */
export function translateRegex(pattern: string): TranslatedRegex | RefusedRegex {
  const [head = '', letters = ''] = HEAD_FLAGS.exec(pattern) ?? [];
  const flags = [...new Set(letters.replaceAll('u', ''))].join('');
  if (/[^ims]/.test(flags)) return { instead: 'no other flags than i, m and s' };
  const tokens = pattern.slice(head.length).match(TOKEN) ?? [];
  const pieces: Piece[] = [];
  for (const token of tokens) {
    const piece = translateToken(token, flags);
    if ('instead' in piece) return piece;
    pieces.push(piece);
  }
  const engine = join(pieces.map((piece) => piece.engine));
  const script = compile(join(pieces.map((piece) => piece.script)), flags);
  if (engine === undefined && script === undefined)
    return { instead: 'a pattern that Python and JavaScript both read' };
  return { engine: engine === undefined ? undefined : `${flags === '' ? '' : `(?${flags})`}${engine}`, script };
}

function join(parts: readonly (string | undefined)[]): string | undefined {
  return parts.includes(undefined) ? undefined : parts.join('');
}

function compile(pattern: string | undefined, flags: string): RegExp | undefined {
  if (pattern === undefined) return undefined;
  try {
    return new RegExp(pattern, `v${flags}`);
  } catch {
    return undefined;
  }
}
