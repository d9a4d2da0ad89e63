import type { DriftReport } from '../drift/drift-report.ts';

const MOST_REASONS = 10;

/** What has drifted, the furthest first, one line of plain text each: why a model is trained again. */
export function driftReasons({ outcome, columns }: Pick<DriftReport, 'outcome' | 'columns'>): string[] {
  if (outcome !== 'drift') return [];
  const lines = columns.flatMap(({ column, decision, findings: [finding] }) =>
    decision === 'drift' && finding ? [oneLine(`${oneLine(column).slice(0, 80)}: ${finding.message}`)] : [],
  );
  const left = lines.length - MOST_REASONS;
  return left > 0 ? [...lines.slice(0, MOST_REASONS - 1), `and ${left + 1} more columns`] : lines;
}

function oneLine(text: string): string {
  return text
    .replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, 300);
}
