import type { RetrainRequest } from '../retrain/retrain-request.ts';
import { code, sentence } from './escape.ts';

/** Body of the pull request that trains again: why, and what it would replace. */
export function renderRetraining({ reason, reasons, replaces, driftReport }: RetrainRequest): string {
  const issue = driftReport?.issue ? ` (#${driftReport.issue})` : '';
  return [
    `Asked because of **${reason}**${issue}; it would replace ${code(replaces ?? 'nothing yet')}.`,
    ...(reasons.length > 0 ? [reasons.map((line) => `- ${sentence(line, 300)}`).join('\n')] : []),
    'Training starts by itself, and the gate compares the new model with the one that serves. Add newly labelled rows to this branch first if there are any: on the same data the same model comes out.',
  ].join('\n\n');
}
