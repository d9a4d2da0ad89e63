import type { DriftReport } from '@tidegate/core/drift/drift-report';

/** What data may call its columns and values to get out of the page's markup; each sets `globalThis.owned` where it runs. */
export const HOSTILE = [
  '<img src=x onerror="globalThis.owned=1">',
  '</script><script>globalThis.owned=1</script>',
  '<!--<script>globalThis.owned=1',
  '" onfocus="globalThis.owned=1" autofocus="',
  "' onmouseover='globalThis.owned=1'",
  '</td></tr></tbody></table><h1>fine</h1>',
  '</title></style></noscript><svg onload=globalThis.owned=1>',
  '<a href="https://evil.example/">x</a><link rel=stylesheet href=//evil.example/x.css>',
  'javascript:globalThis.owned=1',
  '`+(globalThis.owned=1)+`\\u0022\u2028\u2029',
  '\u202etxt.exe\u0000\u001b[31m',
  '__proto__',
] as const;

/** The report with hostile names and labels everywhere that data reaches. */
export function makeHostile(report: DriftReport, repeat = 1): DriftReport {
  const text = (index: number) => (HOSTILE[index % HOSTILE.length] ?? '').repeat(repeat);
  return {
    ...report,
    model: text(0),
    release: text(1),
    environment: text(2),
    reference: { ...report.reference, name: text(3) },
    window: { ...report.window, name: text(4) },
    columns: report.columns.map((column, index) => ({
      ...column,
      column: `${text(index)}${index}`,
      findings: column.findings.map((finding, place) => ({
        ...finding,
        part: text(index + place),
        message: text(index + place).slice(0, 500),
      })),
      shares: column.shares && { ...column.shares, labels: column.shares.labels.map((_, cell) => text(index + cell)) },
    })),
  };
}
