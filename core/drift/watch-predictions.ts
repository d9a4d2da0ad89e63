import type { Drift } from '../config/drift.ts';
import type { Digest } from '../digest.ts';
import type { Clock } from '../ports/clock.ts';
import type { Profile } from '../profile/profile.ts';
import { compareProfiles } from './compare-profiles.ts';
import type { ServedReport } from './drift-report.ts';
import type { DriftDecision } from './finding.ts';
import type { PredictionLog } from './parse-predictions.ts';
import { readWindow } from './read-window.ts';
import { type WatchedPerformance, watchPerformance } from './watch-performance.ts';

/** The newest predictions of what serves an environment, against the profile of their release. */
export function watchPredictions(question: {
  readonly model: string;
  readonly reference: Profile;
  readonly log: PredictionLog;
  readonly settings: Drift;
  readonly served: { readonly release: string; readonly digest: Digest; readonly environment: string };
  /** Decisions of earlier windows, newest first. */
  readonly before?: readonly DriftDecision[];
  readonly clock: Clock;
  /** Of what serves; performance is left out without it. */
  readonly watched?: Omit<WatchedPerformance, 'reference' | 'settings'> | undefined;
}): ServedReport {
  const { model, reference, log, settings, served, before = [], clock, watched } = question;
  const source = `predictions of ${served.release} in ${served.environment}`;
  const { digest } = served;
  const { segments, 'window-rows': rows } = settings;
  const window = readWindow(reference, log.predictions, { digest, rows, source, segments });
  const { brokenLines } = log;
  const own = log.predictions.filter((prediction) => prediction.digest === digest);
  const performance = watched && watchPerformance({ ...watched, reference, settings }, own);
  return {
    ...compareProfiles({ reference, ...window, settings, served, brokenLines, before, clock, performance }),
    model,
    ...served,
  };
}
