const LONGEST_LINE = 300;

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

/** Lines outside fenced code and HTML comments; either goes on to the end when nothing ends it. */
function* visibleLines(body: string): Generator<string> {
  let fence: string | undefined;
  let isHidden = false;
  for (const line of body.split(/\r?\n/)) {
    if (isHidden) {
      isHidden = !line.includes('-->');
    } else if (fence !== undefined) {
      // GitHub Flavored Markdown, 4.5: only the same character, at least as often and with nothing after it, ends a block.
      const end = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1];
      if (end?.startsWith(fence)) fence = undefined;
    } else {
      fence = /^ {0,3}(`{3,}(?!.*`)|~{3,})/.exec(line)?.[1];
      const comment = line.lastIndexOf('<!--');
      isHidden = fence === undefined && comment >= 0 && !line.includes('-->', comment);
      yield line;
    }
  }
}
