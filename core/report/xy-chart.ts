/** Grey, blue and light blue of GitHub: Mermaid's own first colour can hardly be seen on white. */
const BLUE = '#0969da';
export const COMPARED = ['#8b949e', BLUE, '#79c0ff', '#79c0ff'] as const;

/** A Mermaid chart, which GitHub draws. The lines are ours; names in them went through `chartLabel`. */
export function xyChart(lines: readonly string[], colours: readonly string[] = [BLUE], direction = ''): string {
  const theme = { themeVariables: { xyChart: { plotColorPalette: colours.join(', ') } } };
  return [
    '```mermaid',
    `%%{init: ${JSON.stringify(theme)}}%%`,
    `xychart-beta ${direction}`.trim(),
    ...lines.map((line) => `  ${line}`),
    '```',
  ].join('\n');
}
