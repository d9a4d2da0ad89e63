const LONGEST_LINE = 300;

/** A slash command in a comment: its name and words, or undefined. Code blocks, quotes and indented code are not commands. */
export function parseCommand(
  body: string,
  known: readonly string[],
): { readonly name: string; readonly words: readonly string[] } | undefined {
  let isFenced = false;
  for (const line of body.replace(/<!--[\s\S]*?-->/g, '').split(/\r?\n/)) {
    if (/^\s{0,3}(```|~~~)/.test(line)) isFenced = !isFenced;
    const match = isFenced || line.length > LONGEST_LINE ? null : /^\/([a-z]+)((?:[ \t]+\S+)*)[ \t]*$/.exec(line);
    if (match?.[1] && known.includes(match[1]))
      return { name: match[1], words: (match[2] ?? '').trim().split(/\s+/).filter(Boolean) };
  }
  return undefined;
}
