/** Decisions about drift as Markdown shows them. */
export const DRIFT_DECISIONS = { drift: '🔴 drift', none: '🟢 none', 'cannot-tell': '⚪ cannot tell' } as const;
