import { code } from './escape.ts';
import type { Section } from './section.ts';

/** What stands in the place of a verdict when there is none on the newest commit. `reason` is Markdown of ours. */
export function renderNoVerdict(report: {
  readonly model: string;
  readonly commit: string;
  readonly title: string;
  readonly reason: string;
  readonly url: string;
}): Section {
  const { model, commit, title, reason, url } = report;
  return {
    model,
    head: commit,
    summaryUrl: url,
    leftOut: [],
    parts: [
      { name: 'headline', text: `## ❌ ${model}: no verdict on ${code(commit.slice(0, 7))}. ${title}` },
      { name: 'rules', text: reason },
      {
        name: 'next',
        text: 'Push a change, or run the failed job again; this comment will follow. An older verdict does not speak for this commit.',
      },
    ],
  };
}
