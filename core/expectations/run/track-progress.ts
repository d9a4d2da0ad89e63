/** One share from 0 to 1 that never goes back, from the checks that are done and the query that runs. */
export interface Progress {
  readonly ofChecks: (share: number) => void;
  readonly ofQuery: (share: number) => void;
}

/** More queries may follow the one that runs: it fills half of what is open. */
const OPEN = 0.5;

export function trackProgress(report: (share: number) => void): Progress {
  let done = 0;
  let told = -1;
  const tell = (share: number) => {
    if (share <= told) return;
    told = share;
    report(share);
  };
  return {
    ofChecks: (share) => {
      done = share;
      tell(share);
    },
    ofQuery: (share) => tell(done + (1 - done) * OPEN * share),
  };
}
