/**
 * Whether a branch, tag or path matches GitHub's filter patterns: later ones win, `!` takes back. The syntax is GitHub's own
 * (docs.github.com, "Filter pattern cheat sheet"): `**` crosses slashes, `?` and `+` repeat the character before them.
 */
export function matchesPatterns(text: string, patterns: readonly string[]): boolean {
  return patterns.reduce((matched, pattern) => {
    const isNegative = pattern.startsWith('!');
    return toRegExp(isNegative ? pattern.slice(1) : pattern).test(text) ? !isNegative : matched;
  }, false);
}

function toRegExp(pattern: string): RegExp {
  const source = pattern.replace(/\\.|\*\*\/|\*\*|\*|\[[^\]]*\]|[?+]|[\\^$.|(){}]/g, (token) => {
    if (token === '**/') return '(?:.*/)?';
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    const isSyntax = token.startsWith('[') || token.startsWith('\\') || token === '?' || token === '+';
    return isSyntax ? token : `\\${token}`;
  });
  return new RegExp(`^${source}$`);
}
