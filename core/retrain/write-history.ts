import { DriftDecision } from '../drift/finding.ts';
import type { LedgerEvent } from '../ledger/ledger-event.ts';
import { parseReleaseTag } from '../release/release-tag.ts';

const MOST_LINES = 50;
const WORDS = { drift: 'drift', none: 'no drift', 'cannot-tell': 'cannot tell' } as const;

/** How an alarm went, from its first report on, as Markdown; `events` are those of drift, of one model in one environment. */
export function writeHistory(events: readonly LedgerEvent[], now: Date): string {
  const ended = events.findLastIndex(({ action }) => action === 'drift-ended');
  const started = events.findIndex(({ action }, index) => index > ended && action === 'drift-found');
  if (started < 0) return '';
  const lines = events.slice(started).map(writeEvent);
  const shown =
    lines.length > MOST_LINES
      ? [...lines.slice(0, MOST_LINES - 1), `- … ${lines.length - MOST_LINES + 1} more`]
      : lines;
  return ['### How it went', '', ...shown, `- ${minute(now.toISOString())}: over`].join('\n');
}

/** Only what has a form of its own is written: nothing here can be Markdown of somebody else. */
function writeEvent({ at, decision, release, runId, url }: LedgerEvent): string {
  const known = DriftDecision.safeParse(decision).data;
  const words = known === undefined ? 'looked at' : WORDS[known];
  const tag = release !== null && parseReleaseTag(release) ? ` of \`${release}\`` : '';
  const isLink = url !== null && /^https?:\/\/[\w.:/@%-]+$/.test(url);
  return `- ${minute(at)}: ${words}${tag}${isLink && runId !== null ? ` ([run ${runId}](${url}))` : ''}`;
}

function minute(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`;
}
