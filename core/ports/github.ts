import type { Permission } from '../config/schema.ts';
import type { Digest } from '../digest.ts';

export interface PullRequest {
  readonly number: number;
  readonly title: string;
  readonly state: 'open' | 'closed';
  readonly merged: boolean;
  readonly mergeCommitSha: string | undefined;
  readonly author: string;
  readonly headSha: string;
  readonly headRef: string;
  readonly baseRef: string;
  readonly baseSha: string;
  /** True when the head is in another repository: nothing it produced may be trusted, and it holds no secrets. */
  readonly isFork: boolean;
  /** `owner/name` of the head; '' when that repository is gone. */
  readonly headRepository: string;
  readonly labels: readonly string[];
  readonly url: string;
}

/** One comment or issue that we own, found again by its hidden marker and our own author id. */
export interface Report {
  readonly issue: number;
  /** Hidden in the body as an HTML comment; letters, digits, `:`, `/` and dashes. */
  readonly marker: string;
  readonly body: string;
}
export interface Comment {
  readonly id: number;
  readonly body: string;
  readonly author: string;
  readonly url: string;
}

export type CheckConclusion = 'success' | 'failure' | 'neutral' | 'cancelled' | 'skipped' | 'action_required';
export interface Annotation {
  readonly path: string;
  readonly line: number;
  readonly level: 'notice' | 'warning' | 'failure';
  readonly title: string;
  readonly message: string;
}
export interface CheckReport {
  readonly name: string;
  readonly headSha: string;
  readonly status: 'queued' | 'in_progress' | 'completed';
  /** Given when status is completed, and only then. */
  readonly conclusion?: CheckConclusion;
  readonly title: string;
  readonly summary: string;
  readonly text?: string;
  readonly detailsUrl?: string;
  /** Our own id of what the check is about (verdict id); at most 20 characters are not a limit at GitHub, 255 are. */
  readonly externalId?: string;
  readonly annotations?: readonly Annotation[];
}
export interface Check {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | undefined;
  readonly startedAt: string | undefined;
  readonly externalId: string | undefined;
  readonly url: string;
}

export interface WorkflowRun {
  readonly id: number;
  readonly attempt: number;
  readonly name: string;
  /** Path of the workflow file in the repository: `.github/workflows/train.yml`. */
  readonly path: string;
  readonly event: string;
  readonly status: string;
  readonly conclusion: string | undefined;
  readonly headSha: string;
  readonly headBranch: string;
  readonly isFork: boolean;
  /** `owner/name` of the head; '' when that repository is gone. */
  readonly headRepository: string;
  readonly actor: string;
  readonly url: string;
  readonly createdAt: string;
}
export interface Artifact {
  readonly id: number;
  readonly name: string;
  readonly bytes: number;
  readonly digest: Digest | undefined;
  readonly expired: boolean;
}

export interface ReleaseAsset {
  readonly id: number;
  readonly name: string;
  readonly bytes: number;
  /** What GitHub computed over the bytes it stores. */
  readonly digest: Digest | undefined;
}
export interface Release {
  readonly id: number;
  readonly tag: string;
  readonly name: string;
  readonly draft: boolean;
  readonly notes: string;
  readonly commit: string;
  readonly createdAt: string;
  readonly url: string;
  readonly assets: readonly ReleaseAsset[];
}

export type DeploymentState = 'error' | 'failure' | 'inactive' | 'in_progress' | 'queued' | 'pending' | 'success';
export interface DeploymentStatus {
  readonly state: DeploymentState;
  readonly description: string;
  readonly creator: string;
  readonly createdAt: string;
  readonly logUrl: string;
  readonly environmentUrl: string;
}
export interface Deployment {
  readonly id: number;
  readonly environment: string;
  readonly sha: string;
  readonly creator: string;
  readonly createdAt: string;
  readonly url: string;
  /** Newest first. */
  readonly statuses: readonly DeploymentStatus[];
}

export interface CommitRequest {
  readonly branch: string;
  /** The branch must be at this commit (or, when absent, must not exist and starts at `startAt`); else `github-conflict`. */
  readonly expectedHead?: string;
  /** Parent of the first commit of a new branch; absent makes an orphan branch (the ledger). */
  readonly startAt?: string;
  readonly message: string;
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Everything that we ask of GitHub, in our words, bound to one repository. Adapters translate; nothing else imports
 * Octokit. Every verb throws OperatorError with a `github-*` code; lists are complete (paginated) and newest first
 * unless said otherwise. Functions ask for the verbs they use: `Pick<GitHubPort, 'upsertComment'>`.
 */
export interface GitHubPort {
  readonly repository: { readonly owner: string; readonly name: string };
  readDefaultBranch(): Promise<{ readonly name: string; readonly sha: string }>;
  /** Text of a file at a commit or branch; undefined when it is not there. */
  readText(path: string, ref: string): Promise<string | undefined>;
  /** Head commit of a branch; undefined when it does not exist. */
  readBranch(branch: string): Promise<string | undefined>;
  /** One commit with these files on top of the branch; never forces. Returns its SHA. */
  commitFiles(request: CommitRequest): Promise<{ readonly sha: string }>;

  readPullRequest(number: number): Promise<PullRequest>;
  /** Open and merged pull requests whose head, or merge, is this commit. */
  listPullRequestsOfCommit(sha: string): Promise<readonly PullRequest[]>;
  openPullRequest(request: {
    readonly head: string;
    readonly base: string;
    readonly title: string;
    readonly body: string;
    readonly labels: readonly string[];
  }): Promise<{ readonly number: number; readonly url: string }>;
  /** Files that the pull request changes, by path. */
  listChangedFiles(number: number): Promise<readonly string[]>;

  listComments(issue: number): Promise<readonly Comment[]>;
  /** What our own comment with this marker says, below the marker; undefined where there is none. Never somebody else's. */
  readComment(issue: number, marker: string): Promise<string | undefined>;
  /** Edits our own comment with this marker, or makes it. Never touches somebody else's. */
  upsertComment(report: Report): Promise<{ readonly id: number; readonly url: string }>;
  /** Edits our own open issue with this marker, or opens one. */
  upsertIssue(request: {
    readonly marker: string;
    readonly title: string;
    readonly body: string;
    readonly labels: readonly string[];
  }): Promise<{ readonly number: number; readonly url: string; readonly created: boolean }>;
  /** Says why below our own open issue with this marker, and closes it; undefined where none is open. */
  closeIssue(request: {
    readonly marker: string;
    readonly comment: string;
  }): Promise<{ readonly number: number; readonly url: string } | undefined>;
  react(commentId: number, reaction: 'eyes' | 'rocket' | 'confused' | '+1' | '-1'): Promise<void>;
  permissionOf(login: string): Promise<Permission | 'none'>;

  /** Creates our check run of this name on the commit, or updates the newest one we made there. */
  publishCheck(report: CheckReport): Promise<{ readonly id: number; readonly url: string }>;
  /** Check runs that our own app made on the commit; the newest of each name first. */
  listOwnChecks(headSha: string): Promise<readonly Check[]>;

  /** Starts a workflow on the default branch, never on another ref. */
  startWorkflow(
    file: string,
    inputs: Readonly<Record<string, string>>,
  ): Promise<{ readonly runId: number | undefined }>;
  readWorkflowRun(id: number): Promise<WorkflowRun>;
  listArtifacts(runId: number): Promise<readonly Artifact[]>;
  /** Bytes of the ZIP; `artifact-too-large` above the cap, before reading it all. */
  downloadArtifact(id: number, maxBytes: number): Promise<Uint8Array>;

  /** Releases, drafts included where the token may see them. */
  listReleases(): Promise<readonly Release[]>;
  findRelease(tag: string): Promise<Release | undefined>;
  createDraftRelease(request: {
    readonly tag: string;
    readonly commit: string;
    readonly name: string;
    readonly notes: string;
  }): Promise<Release>;
  uploadAsset(releaseId: number, name: string, bytes: Uint8Array): Promise<ReleaseAsset>;
  downloadAsset(assetId: number, maxBytes: number): Promise<Uint8Array>;
  publishRelease(releaseId: number): Promise<Release>;
  /** Only drafts: a published release is immutable. */
  deleteDraftRelease(releaseId: number): Promise<void>;

  listDeployments(environment: string): Promise<readonly Deployment[]>;
  createDeploymentStatus(request: {
    readonly deploymentId: number;
    readonly state: DeploymentState;
    readonly description: string;
    readonly environmentUrl?: string;
    readonly logUrl?: string;
  }): Promise<void>;
  /** Answers a custom deployment protection rule that waits for us. */
  reviewDeployment(request: {
    readonly runId: number;
    readonly environment: string;
    readonly state: 'approved' | 'rejected';
    readonly comment: string;
  }): Promise<void>;
}
