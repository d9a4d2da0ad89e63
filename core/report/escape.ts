const ZERO_WIDTH_SPACE = '\u200b';
/** GitHub mentions nobody after a letter or digit, and `churn@1.1.0` must stay what people can copy. */
const MENTION = /(?<![A-Za-z0-9])@/g;
/** What GitHub makes a link of without being asked: addresses, commits, GH-1, and `#1` in spite of a backslash. */
const AUTOLINK = /:\/\/|www(?=\.)|#|\b(?:mailto|xmpp)(?=:)|\bGH(?=-\d)|\b[0-9a-f]{40}\b|@(?=[\w-]*\.[\w.-]*[a-z])/gi;

/** What begins emphasis, code, a link, a cell or strikethrough anywhere; a list, a heading or a rule where a line begins. */
const MARKUP = /[\\`*[\]|~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|^[-+#=]|#(?=\d)/g;
const NUMBERED = /^(\d+)([.)])/;

/** Text from a pull request as inline code: it cannot mention, link, start a table cell or leave the span. */
export function code(text: string, maxLength = 120): string {
  // Backticks would end the span, pipes the cell; GitHub reads @mentions even where they look inert.
  const safe = flatten(text, maxLength).replaceAll('`', "'").replaceAll('|', '¦').replace(MENTION, keepApart);
  return safe === '' ? '` `' : `\`${safe}\``;
}

/**
 * Text from a pull request as plain words: no markup, no mention, no HTML, no link. What means nothing inside a line, or between
 * two letters, stays as it is: terminals show it too.
 */
export function plain(text: string, maxLength = 300): string {
  return flatten(text, maxLength)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(MARKUP, (sign) => `\\${sign}`)
    .replace(NUMBERED, '$1\\$2')
    .replace(MENTION, keepApart)
    .replace(AUTOLINK, keepApart);
}

/** Our own sentence around a word from outside, as `plain` but for signs that mean nothing inside a line: terminals show it too. */
export function sentence(text: string, maxLength = 500): string {
  return flatten(text, maxLength)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('`', "'")
    .replaceAll('|', '¦')
    .replace(/[\\*[\]~]/g, (character) => `\\${character}`)
    .replace(MENTION, keepApart)
    .replace(AUTOLINK, keepApart);
}

/** Text inside a tag, as in a summary, where GitHub reads HTML but no Markdown: no tag, no mention, no link. */
export function htmlText(text: string, maxLength = 80): string {
  return flatten(text, maxLength)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(MENTION, keepApart)
    .replace(AUTOLINK, keepApart);
}

/** A line inside a code fence: it cannot end the fence, begin another line or mention. */
export function fenced(text: string, maxLength = 200): string {
  return flatten(text, maxLength).replaceAll('`', "'").replace(MENTION, keepApart);
}

/** A label inside a Mermaid chart. */
export function chartLabel(text: string, maxLength = 24): string {
  const label = text
    .replace(/[^\w.\- ]/g, '')
    .trim()
    .slice(0, maxLength);
  return `"${label || 'unnamed'}"`;
}

/** Signs that nobody sees but that steer a terminal, or turn the words after them around. */
const INVISIBLE = /[\p{Cc}\p{Cf}]/gu;

/** What the runner of GitHub Actions takes for an order of ours: at the beginning of a line, or in its older form anywhere. */
const COMMAND = /^(\s*):(?=:)|##(?=\[)/gm;

/** Text for a terminal or the log of a job, where lines are our own: nothing that steers either. */
export function logged(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(/[^\S\n]/g, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, (sign) => (sign === '\n' ? sign : ''))
    .replace(COMMAND, (sign) => `${sign}${ZERO_WIDTH_SPACE}`);
}

/** On one line, without signs that nobody sees, and no longer than that. */
export function flatten(text: string, maxLength: number): string {
  const flat = text.replace(/\s+/g, ' ').replace(INVISIBLE, '').trim();
  // Half of a sign beyond 2^16 is none.
  return flat.length > maxLength ? `${flat.slice(0, maxLength - 1).replace(/[\ud800-\udbff]$/, '')}…` : flat;
}

function keepApart(sign: string): string {
  return `${sign[0]}${ZERO_WIDTH_SPACE}${sign.slice(1)}`;
}
