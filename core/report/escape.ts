const ZERO_WIDTH_SPACE = '\u200b';
/** GitHub mentions nobody after a letter or digit, and `churn@1.1.0` must stay what people can copy. */
const MENTION = /(?<![A-Za-z0-9])@/g;

/** Text from a pull request as inline code: it cannot mention, link, start a table cell or leave the span. */
export function code(text: string, maxLength = 120): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  const cut = flat.length > maxLength ? `${flat.slice(0, maxLength - 1)}…` : flat;
  // Backticks would end the span, pipes the cell; GitHub reads @mentions even where they look inert.
  const safe = cut.replaceAll('`', "'").replaceAll('|', '¦').replace(MENTION, `@${ZERO_WIDTH_SPACE}`);
  return safe === '' ? '` `' : `\`${safe}\``;
}

/** Text from a pull request as plain words: no markup, no mention, no HTML. */
export function plain(text: string, maxLength = 300): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  const cut = flat.length > maxLength ? `${flat.slice(0, maxLength - 1)}…` : flat;
  return cut
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_{}[\]()#+!|~-]/g, (character) => `\\${character}`)
    .replace(MENTION, `@${ZERO_WIDTH_SPACE}`);
}

/** Our own sentence around a word from outside, as `plain` but for signs that mean nothing inside a line: terminals show it too. */
export function sentence(text: string, maxLength = 500): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  const cut = flat.length > maxLength ? `${flat.slice(0, maxLength - 1)}…` : flat;
  return cut
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('`', "'")
    .replaceAll('|', '¦')
    .replace(/[\\*[\]~]/g, (character) => `\\${character}`)
    .replace(MENTION, `@${ZERO_WIDTH_SPACE}`);
}

/** A label inside a Mermaid chart. */
export function chartLabel(text: string, maxLength = 24): string {
  return `"${
    text
      .replace(/[^\w.\- ]/g, '')
      .trim()
      .slice(0, maxLength) || 'unnamed'
  }"`;
}
