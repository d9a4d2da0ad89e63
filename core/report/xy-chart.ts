/** Colours that can be told apart on white and on GitHub's dark page; Mermaid's own first one can hardly be seen on white. */
export const BLUE = '#2f81f7';
export const ORANGE = '#d4730c';
export const GREY = '#8b949e';
const LIGHT_BLUE = '#79c0ff';
export const COMPARED = [GREY, BLUE, LIGHT_BLUE, LIGHT_BLUE] as const;

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
