import { code } from './escape.ts';

/** What stands in the place of a verdict when there is none on the newest commit. `reason` is Markdown of ours. */
export function renderNoVerdict(report: {
  readonly model: string;
  readonly commit: string;
  readonly title: string;
  readonly reason: string;
}): string {
  const { model, commit, title, reason } = report;
  return [
    `## ❌ ${model}: no verdict on ${code(commit.slice(0, 7))}. ${title}`,
    reason,
    'Push a change, or run the failed job again; this comment will follow. An older verdict does not speak for this commit.',
  ].join('\n\n');
}
