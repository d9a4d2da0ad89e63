import { matchesPatterns } from '@tidegate/emulator/runner/filter-pattern';
import { expect, it } from 'vitest';

// Rows of docs.github.com, "Filter pattern cheat sheet".
it.each([
  ['main', ['main'], true],
  ['feature/one', ['feature/*'], true],
  ['feature/one/two', ['feature/*'], false],
  ['feature/one/two', ['feature/**'], true],
  ['releases/mona-the-octocat', ['releases/mona-the-octocat'], true],
  ['the/branch', ['*'], false],
  ['the/branch', ['**'], true],
  ['mona-feature', ['*feature'], true],
  ['v2.9', ['v2*'], true],
  ['v1.10.1', ['v[12].[0-9]+.[0-9]+'], true],
  ['v12', ['v[12].[0-9]+'], false],
  ['page.jsx', ['*.jsx?'], true],
  ['page.js', ['*.jsx?'], true],
  ['src/js/app.js', ['**.js'], true],
  ['docs/hello.md', ['docs/*'], true],
  ['docs/a/hello.md', ['docs/*'], false],
  ['docs/README.md', ['docs/**/*.md'], true],
  ['README.md', ['**/README.md'], true],
  ['a/src/app.ts', ['**/*src/**'], true],
  ['data/churn.csv', ['tidegate.yml', 'data/**'], true],
  ['README.md', ['**', '!README.md'], false],
  ['README.md', ['**', '!*.md', 'README*'], true],
  ['a.b', ['a?b'], false],
])('%s against %j is %j', (text, patterns, expected) => {
  expect(matchesPatterns(text, patterns)).toBe(expected);
});
