/** The output `drift` of each outcome. */
export const DRIFT_WORDS = { drift: 'true', none: 'false', 'cannot-tell': 'unknown' } as const;
export const NOTHING_SERVES = {
  outcome: 'cannot-tell',
  drift: DRIFT_WORDS['cannot-tell'],
  artifact: '',
  issue: '',
  retraining: false,
  reasons: '',
} as const;
