import { readModelCard } from '@tidegate/core/gate/read-model-card';
import { expect, it } from 'vitest';

it.each<[string, string | undefined, readonly string[]]>([
  ['no file', undefined, []],
  [
    'fields with a content',
    '---\nlicense: mit\nlanguage: []\ndatasets:\n- churn\nbase_model: TODO\n---\n',
    ['license', 'datasets'],
  ],
  [
    'headings with a text',
    '# Churn\n\n## Intended use\nFor phones.\n\n## Limits\n\n## Bias\n[More Information Needed]\n',
    ['churn', 'intended use'],
  ],
  ['nothing in a comment', '## Limits\n<!-- write here\nwhat it cannot do -->\n', []],
  ['no field in front matter that is no YAML', '---\na: [\n---\n## Use\nyes\n', ['use']],
  ['Windows line ends', '---\r\nlicense: mit\r\n---\r\n## Use\r\nyes\r\n', ['license', 'use']],
])('finds %s', (_, text, fields) => {
  expect(readModelCard('MODEL_CARD.md', text)).toEqual({
    document: 'MODEL_CARD.md',
    isThere: text !== undefined,
    fields,
  });
});

it('survives a card that was written to keep it busy', () => {
  const bomb = `---\n${Array.from({ length: 30 }, (_, index) => `a${index}: &a${index} [${index ? `*a${index - 1},*a${index - 1}` : '1'}]`).join('\n')}\n---\n`;
  expect(readModelCard('c', bomb).isThere).toBe(true);
  expect(readModelCard('c', `<!--${' '.repeat(200_000)}`).fields).toEqual([]);
});

it('reads a line of a hundred thousand spaces at once', () => {
  const spaces = ' '.repeat(100_000);
  const start = performance.now();
  const { fields } = readModelCard(
    'MODEL_CARD.md',
    `# a${spaces}x\ntext${spaces}\n# b ##\n${spaces}todo${spaces}.\n#c\n`,
  );
  expect(performance.now() - start).toBeLessThan(1_000);
  expect(fields[0]).toMatch(/^a +x$/);
});
