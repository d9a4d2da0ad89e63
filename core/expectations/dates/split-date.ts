const isLetter = (sign: string) => /^\p{L}$/u.test(sign);
const isDigit = (sign: string) => /^[0-9]$/.test(sign);

/** Spaces to Python and not to JavaScript. */
const PYTHON_SPACES = '\u001c\u001d\u001e\u001f\u0085';

/** Cuts a date into words, numbers and signs as python-dateutil's lexer does. */
export function splitDate(text: string): string[] {
  const signs = [...text.replaceAll('\0', '')];
  const tokens: string[] = [];
  for (let at = 0; at < signs.length; ) {
    const first = signs[at] ?? '';
    if (!isLetter(first) && !isDigit(first)) {
      tokens.push(/^\s$/.test(first) || PYTHON_SPACES.includes(first) ? ' ' : first);
      at += 1;
      continue;
    }
    const { token, state, hasLetters } = readWord(signs, at);
    at += [...token].length;
    tokens.push(...splitDots(token, state, hasLetters));
  }
  return tokens;
}

type State = 'word' | 'number' | 'dotted-word' | 'dotted-number';

function readWord(signs: readonly string[], from: number) {
  let token = signs[from] ?? '';
  let state: State = isLetter(token) ? 'word' : 'number';
  let hasLetters = false;
  for (let at = from + 1; at < signs.length; at += 1) {
    const sign = signs[at] ?? '';
    if (state === 'word' || state === 'dotted-word') hasLetters = true;
    const next = follow(state, sign, token);
    if (next === undefined) break;
    token += sign;
    state = next;
  }
  // The lexer sees letters only when it looks at a sign after the first one; at the end it looks at none.
  return { token, state, hasLetters };
}

function follow(state: State, sign: string, token: string): State | undefined {
  const endsInDot = token.endsWith('.');
  switch (state) {
    case 'word':
      return isLetter(sign) ? 'word' : sign === '.' ? 'dotted-word' : undefined;
    case 'number':
      if (isDigit(sign)) return 'number';
      return sign === '.' || (sign === ',' && token.length >= 2) ? 'dotted-number' : undefined;
    case 'dotted-word':
      if (sign === '.' || isLetter(sign)) return 'dotted-word';
      return isDigit(sign) && endsInDot ? 'dotted-number' : undefined;
    default:
      if (sign === '.' || isDigit(sign)) return 'dotted-number';
      return isLetter(sign) && endsInDot ? 'dotted-word' : undefined;
  }
}

function splitDots(token: string, state: State, hasLetters: boolean): readonly string[] {
  const isDotted = state === 'dotted-word' || state === 'dotted-number';
  const dots = token.split('.').length - 1;
  let head = token;
  let tail: readonly string[] = [];
  if (isDotted && (hasLetters || dots > 1 || /[.,]$/.test(token))) {
    const [first = '', ...others] = token.split(/([.,])/);
    head = first;
    tail = others.filter((part) => part !== '');
  }
  // A comma between digits is a decimal point where there is no other.
  if (state === 'dotted-number' && !head.includes('.')) head = head.replaceAll(',', '.');
  return [head, ...tail];
}
