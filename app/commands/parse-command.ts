const LONGEST_LINE = 300;
const OPENS_BLOCK = /^\s*([>*+-]|\d+[.)]|<)|`/;
const ONE_LINE_COMMENT = /^\s*<!--.*-->\s*$/;

/** A slash command in a comment: its name and words, or undefined. Code blocks, quotes and hidden text are not commands. */
export function parseCommand(
  body: string,
  known: readonly string[],
): { readonly name: string; readonly words: readonly string[] } | undefined {
  for (const line of visibleLines(body)) {
    const match = line.length > LONGEST_LINE ? null : /^\/([a-z]+)((?:[ \t]+\S+)*)[ \t]*$/.exec(line);
    if (match?.[1] && known.includes(match[1]))
      return { name: match[1], words: (match[2] ?? '').trim().split(/\s+/).filter(Boolean) };
  }
  return undefined;
}

/**
 * Lines that somebody wrote as text: outside fenced code, HTML and comments, which go on to the end when nothing ends them. What
 * follows a quote, a list item or a backtick without an empty line between may still belong to it.
 */
function* visibleLines(body: string): Generator<string> {
  let fence: string | undefined;
  let html: RegExp | undefined;
  let isText = true;
  for (const line of body.split(/\r?\n/)) {
    if (line.trim() === '') isText = true;
    if (html) {
      if (html.test(line)) html = undefined;
    } else if (fence !== undefined) {
      // GitHub Flavored Markdown, 4.5: only the same character, at least as often and with nothing after it, ends a block.
      const end = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1];
      if (!end?.startsWith(fence)) continue;
      fence = undefined;
      isText = true;
    } else {
      fence = /^ {0,3}(`{3,}(?!.*`)|~{3,})/.exec(line)?.[1];
      html = fence === undefined ? findHtml(line) : undefined;
      if (isText) yield line;
      if (OPENS_BLOCK.test(line) && !ONE_LINE_COMMENT.test(line)) isText = false;
    }
  }
}

/** What ends the raw HTML that begins in a line (GitHub Flavored Markdown, 4.6): its own end for a comment, else an empty line. */
function findHtml(line: string): RegExp | undefined {
  const comment = line.lastIndexOf('<!--');
  if (comment >= 0 && !line.includes('-->', comment)) return /-->(?!.*<!--(?!.*-->))/;
  const tag = /<(pre|script|style|textarea)\b(?!.*<\/\1>)/i.exec(line)?.[1];
  if (tag) return new RegExp(`</${tag}>`, 'i');
  return comment < 0 && /^ {0,3}<[a-z/!?]/i.test(line) ? /^\s*$/ : undefined;
}
