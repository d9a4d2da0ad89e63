import type { Permission } from '@tidegate/core/config/schema';
import { sha256 } from '@tidegate/core/digest';
import { OperatorError } from '@tidegate/core/errors';
import type {
  Artifact,
  Check,
  CheckReport,
  Comment,
  CommitRequest,
  Deployment,
  DeploymentState,
  DeploymentStatus,
  GitHubPort,
  PullRequest,
  Release,
  ReleaseAsset,
  Report,
  WorkflowRun,
} from '@tidegate/core/ports/github';

interface StoredComment extends Comment {
  readonly issue: number;
}
interface Issue {
  readonly number: number;
  readonly marker: string;
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  readonly state: 'open' | 'closed';
}
type Files = Readonly<Record<string, string>>;

/** A GitHub in memory that behaves: the same contract test runs on it and on Octokit with the emulator. Its state is public. */
export class MemoryGitHub implements GitHubPort {
  readonly repository = { owner: 'octo-org', name: 'churn' };
  readonly ownLogin: string;
  readonly commits = new Map<string, { readonly files: Files; readonly parent: string | undefined }>();
  readonly branches = new Map<string, string>();
  readonly pulls: PullRequest[] = [];
  readonly changedFiles = new Map<number, readonly string[]>();
  readonly comments: StoredComment[] = [];
  readonly issues: Issue[] = [];
  readonly reactions: { readonly comment: number; readonly reaction: string }[] = [];
  readonly permissions = new Map<string, Permission>();
  readonly checks: (Check & { readonly headSha: string; readonly report: CheckReport })[] = [];
  readonly started: {
    readonly file: string;
    readonly inputs: Readonly<Record<string, string>>;
    readonly runId: number;
  }[] = [];
  readonly runs = new Map<number, WorkflowRun>();
  readonly artifacts: (Artifact & { readonly runId: number; readonly content: Uint8Array })[] = [];
  readonly releases: Release[] = [];
  readonly assets = new Map<number, Uint8Array>();
  readonly deployments: Deployment[] = [];
  readonly reviews: {
    readonly runId: number;
    readonly environment: string;
    readonly state: string;
    readonly comment: string;
  }[] = [];
  #lastId = 0;

  constructor(files: Files = {}, ownLogin = 'github-actions[bot]') {
    this.ownLogin = ownLogin;
    this.branches.set('main', this.#commit(files, undefined));
  }

  #id(): number {
    this.#lastId += 1;
    return this.#lastId;
  }
  #commit(files: Files, parent: string | undefined): string {
    const sha = this.#id().toString(16).padStart(40, '0');
    this.commits.set(sha, { files, parent });
    return sha;
  }
  #missing(what: string): OperatorError {
    return new OperatorError('github-not-found', `GitHub answered 404 to ${what}`, 'Check the name.');
  }
  #resolve(ref: string): string {
    return this.branches.get(ref) ?? ref;
  }

  async readDefaultBranch() {
    return { name: 'main', sha: this.#resolve('main') };
  }
  async readText(path: string, ref: string) {
    return this.commits.get(this.#resolve(ref))?.files[path];
  }
  async readBranch(branch: string) {
    return this.branches.get(branch);
  }
  async commitFiles({ branch, expectedHead, startAt, files }: CommitRequest) {
    if (this.branches.get(branch) !== expectedHead) {
      throw new OperatorError('github-conflict', `Branch ${branch} is elsewhere.`, 'Read it again.');
    }
    const parent = expectedHead ?? startAt;
    const sha = this.#commit({ ...(parent ? this.commits.get(parent)?.files : {}), ...files }, parent);
    this.branches.set(branch, sha);
    for (const [index, pull] of this.pulls.entries())
      if (pull.headRef === branch && pull.state === 'open') this.pulls[index] = { ...pull, headSha: sha };
    return { sha };
  }

  async readPullRequest(number: number) {
    const pull = this.pulls.find((candidate) => candidate.number === number);
    if (!pull) throw this.#missing(`pull request ${number}`);
    return pull;
  }
  async listPullRequestsOfCommit(sha: string) {
    return this.pulls.filter(({ headSha, mergeCommitSha }) => headSha === sha || mergeCommitSha === sha).toReversed();
  }
  async openPullRequest(request: {
    head: string;
    base: string;
    title: string;
    body: string;
    labels: readonly string[];
  }) {
    const headSha = this.branches.get(request.head);
    const baseSha = this.branches.get(request.base);
    if (!headSha || !baseSha)
      throw new OperatorError('github-rejected', 'GitHub answered 422: head or base is not there', 'Push first.');
    const number = this.#id();
    const url = `https://github.com/octo-org/churn/pull/${number}`;
    const sides = { headSha, headRef: request.head, baseRef: request.base, baseSha };
    this.pulls.push({
      number,
      title: request.title,
      state: 'open',
      merged: false,
      mergeCommitSha: undefined,
      author: this.ownLogin,
      ...sides,
      isFork: false,
      headRepository: 'octo-org/churn',
      labels: request.labels,
      url,
    });
    const before = this.commits.get(baseSha)?.files ?? {};
    const after = this.commits.get(headSha)?.files ?? {};
    this.changedFiles.set(
      number,
      [...new Set([...Object.keys(before), ...Object.keys(after)])]
        .filter((path) => before[path] !== after[path])
        .sort(),
    );
    return { number, url };
  }
  async listChangedFiles(number: number) {
    return this.changedFiles.get(number) ?? [];
  }
  /** What a person does with the merge button. */
  merge(number: number): string {
    const index = this.pulls.findIndex((pull) => pull.number === number);
    const pull = this.pulls[index];
    if (!pull) throw this.#missing(`pull request ${number}`);
    const sha = this.#commit(this.commits.get(pull.headSha)?.files ?? {}, this.#resolve('main'));
    this.branches.set('main', sha);
    this.pulls[index] = { ...pull, state: 'closed', merged: true, mergeCommitSha: sha };
    return sha;
  }

  async listComments(issue: number) {
    return this.comments.filter((comment) => comment.issue === issue).toReversed();
  }
  /** A comment that somebody else wrote. */
  say(issue: number, author: string, body: string): number {
    const id = this.#id();
    this.comments.push({
      id,
      issue,
      author,
      body,
      url: `https://github.com/octo-org/churn/issues/${issue}#issuecomment-${id}`,
    });
    return id;
  }
  #findOwnComment(issue: number, marker: string): number {
    return this.comments.findIndex(
      (comment) =>
        comment.issue === issue && comment.author === this.ownLogin && comment.body.startsWith(`<!-- ${marker} -->`),
    );
  }
  async readComment(issue: number, marker: string) {
    return this.comments[this.#findOwnComment(issue, marker)]?.body.slice(`<!-- ${marker} -->\n`.length);
  }
  async upsertComment({ issue, marker, body }: Report) {
    const text = `<!-- ${marker} -->\n${body}`;
    const index = this.#findOwnComment(issue, marker);
    const own = this.comments[index];
    if (own) this.comments[index] = { ...own, body: text };
    const id = own?.id ?? this.say(issue, this.ownLogin, text);
    return { id, url: this.comments.find((comment) => comment.id === id)?.url ?? '' };
  }
  async upsertIssue({
    marker,
    title,
    body,
    labels,
  }: {
    marker: string;
    title: string;
    body: string;
    labels: readonly string[];
  }) {
    const index = this.issues.findIndex((issue) => issue.marker === marker && issue.state === 'open');
    const number = this.issues[index]?.number ?? this.#id();
    const issue = { number, marker, title, body: `<!-- ${marker} -->\n${body}`, labels, state: 'open' as const };
    if (index >= 0) this.issues[index] = issue;
    else this.issues.push(issue);
    return { number, url: `https://github.com/octo-org/churn/issues/${number}`, created: index < 0 };
  }
  async closeIssue({ marker, comment }: { marker: string; comment: string }) {
    const index = this.issues.findIndex((issue) => issue.marker === marker && issue.state === 'open');
    const issue = this.issues[index];
    if (!issue) return undefined;
    await this.upsertComment({ issue: issue.number, marker: `${marker}/closed`, body: comment });
    this.issues[index] = { ...issue, state: 'closed' };
    return { number: issue.number, url: `https://github.com/octo-org/churn/issues/${issue.number}` };
  }
  async react(comment: number, reaction: string) {
    this.reactions.push({ comment, reaction });
  }
  async permissionOf(login: string) {
    return this.permissions.get(login) ?? ('none' as const);
  }

  async publishCheck(report: CheckReport) {
    const index = this.checks.findIndex((check) => check.name === report.name && check.headSha === report.headSha);
    const known = this.checks[index];
    const id = known?.id ?? this.#id();
    const startedAt = known?.startedAt ?? new Date(id * 1000).toISOString();
    const check = {
      id,
      name: report.name,
      headSha: report.headSha,
      status: report.status,
      conclusion: report.conclusion,
      startedAt,
      externalId: report.externalId ?? known?.externalId,
      url: `https://github.com/octo-org/churn/runs/${id}`,
      report,
    };
    if (known) this.checks[index] = check;
    else this.checks.push(check);
    return { id, url: check.url };
  }
  async listOwnChecks(headSha: string) {
    return this.checks.filter((check) => check.headSha === headSha).toSorted((left, right) => right.id - left.id);
  }

  async startWorkflow(file: string, inputs: Readonly<Record<string, string>>) {
    const runId = this.#id();
    this.started.push({ file, inputs, runId });
    const url = `https://github.com/octo-org/churn/actions/runs/${runId}`;
    this.addRun({
      id: runId,
      path: `.github/workflows/${file}`,
      event: 'workflow_dispatch',
      status: 'queued',
      conclusion: undefined,
      headSha: this.#resolve('main'),
      headBranch: 'main',
      actor: this.ownLogin,
      url,
    });
    return { runId };
  }
  addRun(run: Partial<WorkflowRun> & Pick<WorkflowRun, 'id'>): WorkflowRun {
    const defaults = {
      attempt: 1,
      name: '',
      path: '.github/workflows/train.yml',
      event: 'pull_request',
      status: 'completed',
      conclusion: 'success',
      headSha: this.#resolve('main'),
      headBranch: 'main',
      isFork: false,
      headRepository: 'octo-org/churn',
      actor: 'octocat',
      url: `https://github.com/octo-org/churn/actions/runs/${run.id}`,
      createdAt: '2026-01-01T00:00:00Z',
    };
    const full = { ...defaults, ...run };
    this.runs.set(run.id, full);
    return full;
  }
  async readWorkflowRun(id: number) {
    const run = this.runs.get(id);
    if (!run) throw this.#missing(`run ${id}`);
    return run;
  }
  async addArtifact(runId: number, name: string, content: Uint8Array): Promise<void> {
    this.artifacts.push({
      id: this.#id(),
      runId,
      name,
      bytes: content.length,
      digest: await sha256(content),
      expired: false,
      content,
    });
  }
  async listArtifacts(runId: number) {
    return this.artifacts.filter((artifact) => artifact.runId === runId);
  }
  async downloadArtifact(id: number, maxBytes: number) {
    const content = this.artifacts.find((artifact) => artifact.id === id)?.content;
    if (!content) throw this.#missing(`artifact ${id}`);
    return capped(content, maxBytes, `Artifact ${id}`);
  }

  async listReleases() {
    return this.releases.toReversed();
  }
  async findRelease(tag: string) {
    return this.releases.find((release) => release.tag === tag);
  }
  async createDraftRelease({ tag, commit, name, notes }: { tag: string; commit: string; name: string; notes: string }) {
    const id = this.#id();
    const release = {
      id,
      tag,
      name,
      draft: true,
      notes,
      commit,
      createdAt: '2026-01-01T00:00:00Z',
      url: `https://github.com/octo-org/churn/releases/tag/${tag}`,
      assets: [],
    };
    this.releases.push(release);
    return release;
  }
  async uploadAsset(releaseId: number, name: string, bytes: Uint8Array): Promise<ReleaseAsset> {
    const asset = { id: this.#id(), name, bytes: bytes.length, digest: await sha256(bytes) };
    this.#changeRelease(releaseId, (release) => {
      if (!release.draft || release.assets.some((known) => known.name === name))
        throw new OperatorError(
          'github-rejected',
          'GitHub answered 422: already_exists or immutable',
          'Use a new version.',
        );
      return { ...release, assets: [...release.assets, asset] };
    });
    this.assets.set(asset.id, bytes);
    return asset;
  }
  async downloadAsset(id: number, maxBytes: number) {
    const content = this.assets.get(id);
    if (!content) throw this.#missing(`asset ${id}`);
    return capped(content, maxBytes, `Release asset ${id}`);
  }
  async publishRelease(id: number) {
    return this.#changeRelease(id, (release) => ({ ...release, draft: false }));
  }
  async deleteDraftRelease(id: number) {
    const index = this.releases.findIndex((release) => release.id === id && release.draft);
    if (index >= 0) this.releases.splice(index, 1);
  }
  #changeRelease(id: number, change: (release: Release) => Release): Release {
    const index = this.releases.findIndex((release) => release.id === id);
    const release = this.releases[index];
    if (!release) throw this.#missing(`release ${id}`);
    const changed = change(release);
    this.releases[index] = changed;
    return changed;
  }

  addDeployment(environment: string, statuses: readonly Partial<DeploymentStatus>[] = []): number {
    const id = this.#id();
    const defaults: DeploymentStatus = {
      state: 'success',
      description: '',
      creator: 'github-actions[bot]',
      createdAt: '2026-01-01T00:00:00Z',
      logUrl: '',
      environmentUrl: '',
    };
    this.deployments.push({
      id,
      environment,
      sha: this.#resolve('main'),
      creator: 'github-actions[bot]',
      createdAt: '2026-01-01T00:00:00Z',
      url: '',
      statuses: statuses.map((status) => ({ ...defaults, ...status })),
    });
    return id;
  }
  async listDeployments(environment: string) {
    return this.deployments.filter((deployment) => deployment.environment === environment).toReversed();
  }
  async createDeploymentStatus(request: {
    deploymentId: number;
    state: DeploymentState;
    description: string;
    environmentUrl?: string;
    logUrl?: string;
  }) {
    const index = this.deployments.findIndex(({ id }) => id === request.deploymentId);
    const deployment = this.deployments[index];
    if (!deployment) throw this.#missing(`deployment ${request.deploymentId}`);
    const { state, description, environmentUrl = '', logUrl = '' } = request;
    const status = {
      state,
      description,
      creator: this.ownLogin,
      createdAt: '2026-01-01T00:00:00Z',
      environmentUrl,
      logUrl,
    };
    this.deployments[index] = { ...deployment, statuses: [status, ...deployment.statuses] };
  }
  async reviewDeployment(review: {
    runId: number;
    environment: string;
    state: 'approved' | 'rejected';
    comment: string;
  }) {
    this.reviews.push(review);
  }
}

function capped(content: Uint8Array, maxBytes: number, what: string): Uint8Array {
  if (content.length <= maxBytes) return content;
  throw new OperatorError('artifact-too-large', `${what} has more than ${maxBytes} bytes.`, 'Make it smaller.');
}
