import type { Verdict } from '@tidegate/core/gate/verdict';
import type { FinishedStep } from '../progress.ts';

/** Everything that the demo's page shows, as GitHub and the model server gave it. */
export interface DemoReport {
  readonly repository: string;
  readonly steps: readonly FinishedStep[];
  readonly pullRequest: {
    readonly number: number;
    readonly title: string;
    readonly comments: readonly { readonly author: string; readonly body: string }[];
  };
  readonly check: {
    readonly name: string;
    readonly conclusion: string;
    readonly title: string;
    readonly summary: string;
    readonly text: string;
  };
  readonly releases: readonly {
    readonly tag: string;
    readonly notes: string;
    readonly createdAt: string;
    readonly assets: readonly { readonly name: string; readonly bytes: number; readonly digest: string }[];
  }[];
  readonly deployments: readonly {
    readonly environment: string;
    readonly id: number;
    readonly sha: string;
    readonly statuses: readonly {
      readonly state: string;
      readonly description: string;
      readonly creator: string;
      readonly createdAt: string;
    }[];
  }[];
  readonly predictions: {
    readonly count: number;
    readonly columns: readonly string[];
    readonly samples: readonly {
      readonly inputs: Readonly<Record<string, number | string | null>>;
      readonly score: number;
      readonly label: string;
    }[];
  };
  readonly drift: {
    readonly issue: number;
    readonly title: string;
    readonly body: string;
    readonly comments: readonly { readonly author: string; readonly body: string }[];
    readonly retraining: number;
  };
  readonly ledger: readonly {
    readonly sequence: number;
    readonly at: string;
    readonly actor: string;
    readonly action: string;
    readonly release: string;
    readonly environment: string;
    readonly reason: string;
  }[];
  readonly restoredDigest: string;
  /** Of the newest release; equal in two runs with one seed but for ids and times. */
  readonly verdict: Verdict | null;
}
