import type { Deployment, ReleaseAsset } from '@tidegate/core/ports/github';

export interface ReportStep {
  readonly title: string;
  readonly detail: string;
  readonly durationMs: number;
}

/** A comment or issue text as GitHub holds it: Markdown, written by whom, where. */
export interface ReportText {
  readonly author: string;
  readonly body: string;
  readonly url?: string;
}

export interface ReportCheck {
  readonly name: string;
  readonly conclusion: string;
  readonly title: string;
  readonly summary: string;
  readonly text: string;
  readonly url?: string;
}

export interface ReportRelease {
  readonly tag: string;
  readonly name: string;
  readonly notes: string;
  readonly commit: string;
  readonly createdAt: string;
  readonly url?: string;
  readonly assets: readonly Pick<ReleaseAsset, 'name' | 'bytes' | 'digest'>[];
}

export interface ReportPrediction {
  readonly inputs: Readonly<Record<string, number | string | null>>;
  readonly score: number;
  readonly label: string;
}

/** What the demo's page shows. Everything in it was read back from GitHub or from the model server, nothing is told twice. */
export interface DemoReport {
  readonly repository: { readonly owner: string; readonly name: string };
  readonly generatedAt: string;
  readonly seed: number;
  readonly steps: readonly ReportStep[];
  readonly pullRequest: {
    readonly number: number;
    readonly title: string;
    readonly author: string;
    readonly state: 'open' | 'closed' | 'merged';
    readonly headRef: string;
    readonly url?: string;
  };
  readonly comment: ReportText;
  /** Other comments worth showing, oldest first: commands, answers, refusals. */
  readonly conversation: readonly ReportText[];
  readonly check: ReportCheck;
  /** Newest first. */
  readonly releases: readonly ReportRelease[];
  /** All environments, newest first. */
  readonly deployments: readonly Deployment[];
  readonly predictions: readonly ReportPrediction[];
  readonly drift: {
    readonly issue: number;
    readonly title: string;
    readonly body: string;
    readonly author: string;
    readonly url?: string;
    /** Number of the pull request that trains again. */
    readonly retraining: number;
  };
  /** What the model server itself said after the rollback. */
  readonly rollback: {
    readonly environment: string;
    readonly release: string;
    readonly digest: string;
    readonly server: string;
  };
  readonly links: readonly { readonly title: string; readonly url: string }[];
}
