import type { DriftDecision } from '../drift/finding.ts';
import type { MultivariateReport } from '../drift/multivariate/multivariate-report.ts';
import { count, percent, probability } from './numbers.ts';
import { cappedNotes } from './performance-rows.ts';

export interface MultivariateLine {
  readonly question: string;
  readonly decision: DriftDecision;
  /** In words; of data it holds a reason only. */
  readonly words: string;
  /** Names of data: columns by which the sides are told apart, with their share. */
  readonly columns: readonly { readonly column: string; readonly share: string }[];
}

const LISTED = 5;

/** Both questions about all columns together, and what was looked at. */
export function multivariateLines({ classifier, reconstruction }: MultivariateReport): readonly MultivariateLine[] {
  return [
    {
      question: 'Can a model tell the window from the reference?',
      decision: classifier.kind === 'measured' ? classifier.decision : 'cannot-tell',
      words:
        classifier.kind === 'measured'
          ? `Area under the ROC curve ${short(classifier.area.value)} (${short(classifier.area.low)} to ${short(classifier.area.high)}); 0.5 is not at all, ${short(classifier.threshold)} counts; p ${probability(classifier.p)}, needed below ${short(classifier.alpha)}.`
          : classifier.message,
      columns:
        classifier.kind === 'measured' && classifier.decision === 'drift'
          ? classifier.columns
              .filter(({ share }) => share >= 0.01)
              .slice(0, LISTED)
              .map(({ column, share }) => ({ column, share: percent(share, 0) }))
          : [],
    },
    {
      question: 'Do the main axes of the reference describe the window?',
      decision: reconstruction.kind === 'measured' ? reconstruction.decision : 'cannot-tell',
      words:
        reconstruction.kind === 'measured'
          ? `Mean distance from the reconstruction ${short(reconstruction.value)}; parts of the reference let expect ${short(reconstruction.expected.low)} to ${short(reconstruction.expected.high)} (${count(reconstruction.components)} of ${count(reconstruction.columns.length)} axes are kept).`
          : reconstruction.message,
      columns: [],
    },
  ];
}

export function multivariateNotes({ classifier, reconstruction, read }: MultivariateReport): readonly string[] {
  const rows = (what: string, part: { readonly reference: number; readonly window: number }) =>
    `${what} looked at ${count(part.reference)} rows of the reference and ${count(part.window)} of the window.`;
  return [
    ...(classifier.kind === 'measured' ? [rows('The classifier', classifier.rows)] : []),
    ...(reconstruction.kind === 'measured' ? [rows('The axes', reconstruction.rows)] : []),
    ...cappedNotes(read),
  ];
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
