import { markdownTable } from 'markdown-table';
import type { PerformanceReport } from '../drift/performance/performance-report.ts';
import { DRIFT_DECISIONS } from './drift-decisions.ts';
import { code, sentence } from './escape.ts';
import { fold } from './fold.ts';
import { assumptionsOf, performanceLines, performanceNotes } from './performance-rows.ts';

/** How well the model does, for a comment or a summary: by labels, as it is expected without them, and what that takes for granted. */
export function renderPerformance(report: PerformanceReport): string {
  const lines = performanceLines(report);
  const assumptions = assumptionsOf(report);
  return [
    '### Performance',
    `${DRIFT_DECISIONS[report.decision]}: ${sentence(report.message, 1000)}`,
    ...(lines.length > 0
      ? [
          markdownTable([
            ['metric', 'reference', 'measured on labels', 'estimated without labels'],
            ...lines.map(({ metric, isDeciding, reference, realized, estimated, isWorse }) => [
              `${code(metric, 80)}${isDeciding ? ' (decides)' : ''}`,
              reference || '—',
              withMark(realized, isWorse.realized),
              withMark(estimated, isWorse.estimated),
            ]),
          ]),
        ]
      : []),
    sentence(performanceNotes(report).join(' '), 2000),
    ...(assumptions.length > 0
      ? [fold('What the estimate takes for granted', assumptions.map((text) => `- ${sentence(text)}`).join('\n'))]
      : []),
  ].join('\n\n');
}

function withMark(value: string, isWorse: boolean): string {
  return value === '' ? '—' : `${value}${isWorse ? ' worse' : ''}`;
}
