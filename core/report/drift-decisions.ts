/** Decisions about drift as Markdown shows them. */
export const DRIFT_DECISIONS = { drift: '🔴 drift', none: '🟢 none', 'cannot-tell': '⚪ cannot tell' } as const;

/** What so many columns or parts did. */
export function haveDrifted(drifted: number): string {
  return `${drifted === 1 ? 'has' : 'have'} drifted`;
}
