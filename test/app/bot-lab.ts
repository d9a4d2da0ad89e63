import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BotContext } from '@tidegate/app/bot-context';
import { onCommentCreated } from '@tidegate/app/events/issue-comment';
import { createBranchLedger } from '@tidegate/core/adapters/branch-ledger';
import { findModel, parseConfig } from '@tidegate/core/config/parse-config';
import { sha256 } from '@tidegate/core/digest';
import { renderDocument } from '@tidegate/core/document';
import { OperatorError } from '@tidegate/core/errors';
import type { Verdict } from '@tidegate/core/gate/verdict';
import type { LedgerEntry } from '@tidegate/core/ports/ledger';
import { buildManifest } from '@tidegate/core/release/build-manifest';
import { ROOT } from '../architecture/source-files.ts';
import { makeProfile, makeVerdict } from '../core/release/validated.ts';
import { makeRecord, SERVING, SIGNATURE } from '../core/run/trained.ts';
import { makeZip } from '../core/run/zip.ts';
import { MemoryGitHub } from '../fakes/memory-github.ts';

export const POLICY = readFileSync(join(ROOT, 'templates/churn/tidegate.yml'), 'utf8');
export const OWN_LOGIN = 'tidegate[bot]';

/** A repository with the template's policy, the people of GitHub's documentation, and the bot's view of it. */
export class BotLab {
  readonly github: MemoryGitHub;
  readonly context: BotContext;

  constructor(policy: string | null = POLICY) {
    this.github = new MemoryGitHub(policy === null ? {} : { 'tidegate.yml': policy, 'train.ts': '' }, OWN_LOGIN);
    const clock = { now: () => new Date('2026-01-02T03:04:05Z'), id: () => 'id' };
    const ledger = createBranchLedger(this.github, clock);
    this.context = { github: this.github, ledger, clock, ownLogin: OWN_LOGIN, log: () => {} };
    for (const [login, permission] of [
      ['octo-admin', 'admin'],
      ['octocat', 'maintain'],
      ['monalisa', 'write'],
      ['defunkt', 'triage'],
      ['hubot', 'read'],
    ] as const)
      this.github.permissions.set(login, permission);
  }

  async push(branch: string, files: Readonly<Record<string, string>>): Promise<string> {
    const expectedHead = await this.github.readBranch(branch);
    const start = expectedHead ? { expectedHead } : { startAt: (await this.github.readDefaultBranch()).sha };
    return (await this.github.commitFiles({ branch, ...start, message: 'change', files })).sha;
  }

  async openPull(files: Readonly<Record<string, string>> = { 'train.ts': 'wider' }, base = 'main') {
    const sha = await this.push('wider', files);
    const { number } = await this.github.openPullRequest({ head: 'wider', base, title: '', body: '', labels: [] });
    return { number, sha };
  }

  /** A pull request that was merged, and the release that was made of it. */
  async release(version: string, bytes = `weights ${version}`) {
    await this.push(`branch-${version}`, { 'train.ts': version });
    const request = { head: `branch-${version}`, base: 'main', title: '', body: '', labels: [] };
    const { number } = await this.github.openPullRequest(request);
    const commit = this.github.merge(number);
    const digest = await this.publish(`churn@${version}`, commit, bytes, number);
    return { tag: `churn@${version}`, digest, pull: number };
  }

  /** As the gate's release job does, after the merge of this pull request. */
  async publish(tag: string, commit: string, bytes: string, issue: number): Promise<string> {
    const digest = await this.publishByHand(tag, commit, bytes);
    const runId = 7000 + this.github.runs.size;
    this.github.addRun({ id: runId, path: '.github/workflows/gate.yml', event: 'workflow_dispatch', actor: OWN_LOGIN });
    const [model = ''] = tag.split('@');
    await this.forge({ actor: OWN_LOGIN, action: 'released', model, release: tag, commit, digest, runId, issue });
    return digest;
  }

  /** A release that anybody who may write contents can make. */
  async publishByHand(tag: string, commit: string, bytes: string): Promise<string> {
    const [modelName = '', version = ''] = tag.split('@');
    const onnx = new TextEncoder().encode(bytes);
    const digest = await sha256(onnx);
    const record = await makeRecord({ model: modelName });
    const verdict = await makeVerdict({ model: modelName });
    const documents = { 'run-record.json': record, 'verdict.json': verdict, 'profile.json': await makeProfile() };
    const encode = (document: unknown) => new TextEncoder().encode(renderDocument(document));
    const files: Record<string, Uint8Array> = { 'model.onnx': onnx };
    for (const [name, document] of Object.entries(documents)) files[name] = encode(document);
    const manifest = await buildManifest({
      modelName,
      model: findModel(parseConfig(POLICY), 'churn'),
      version,
      commit,
      createdAt: new Date('2026-01-02T03:04:05Z'),
      onnx: { opset: 17, signature: SIGNATURE },
      serving: SERVING,
      record,
      verdict,
      files,
    });
    const draft = await this.github.createDraftRelease({ tag, commit, name: tag, notes: '' });
    for (const [name, content] of Object.entries({ ...files, 'manifest.json': encode(manifest) }))
      await this.github.uploadAsset(draft.id, name, content);
    await this.github.publishRelease(draft.id);
    return digest;
  }

  /** The deploy Action proved that this is what the environment's server answers. */
  serve(environment: string, { tag, digest }: { readonly tag: string; readonly digest: string }, runId = 0): number {
    const logUrl = runId === 0 ? '' : `https://github.com/octo-org/churn/actions/runs/${runId}/job/1`;
    return this.github.addDeployment(environment, [{ state: 'success', description: `${tag} ${digest}`, logUrl }]);
  }

  /** What the gate uploads. */
  async uploadVerdict(runId: number, sha: string, changes: Partial<Verdict> = {}, model = 'the weights') {
    const bytes = new TextEncoder().encode(model);
    const digest = await sha256(bytes);
    const record = await makeRecord({ commit: sha });
    const candidate = { digest: record.onnx.digest, commit: sha, pullRequest: 5, run: 'run-81-1' };
    const files = {
      'verdict.json': renderDocument(await makeVerdict({ candidate, ...changes })),
      'profile.json': renderDocument(await makeProfile()),
      'run-record.json': renderDocument(record),
      'model.onnx': bytes,
    };
    const zip = makeZip(Object.entries(files).map(([name, content]) => ({ name, content })));
    await this.github.addArtifact(runId, 'tidegate-verdict-churn', zip);
    return digest;
  }

  /** Somebody comments; gives the bot's answer to it. */
  async comment(issue: number, author: string, body: string, isBot = false): Promise<string | undefined> {
    const id = this.github.say(issue, author, body);
    await onCommentCreated(this.context, { id, issue, body, author, isBot });
    return this.answerTo(id);
  }
  answerTo(comment: number): string | undefined {
    return this.github.comments.find(({ body }) => body.includes(`tidegate:command/${comment} `))?.body;
  }
  /** Our comment with this marker. */
  told(marker: string): string | undefined {
    return this.github.comments.find(({ body }) => body.startsWith(`<!-- ${marker} -->`))?.body;
  }
  /** What the verdict comment says of a model. */
  toldOf(modelName: string): string | undefined {
    const [, section] = this.told('tidegate:verdict')?.split(`<!-- tidegate:verdict/${modelName} -->\n`) ?? [];
    return section?.split(`\n<!-- /tidegate:verdict/${modelName} -->`)[0];
  }
  checkOn(sha: string) {
    return this.github.checks.find(({ headSha }) => headSha === sha)?.report;
  }
  started(file: string) {
    return this.github.started.filter((run) => run.file === file);
  }
  async actions(): Promise<readonly string[]> {
    return (await this.context.ledger.list()).map(({ action }) => action);
  }
  /** Somebody who may push wrote an event into the ledger's branch by hand. */
  async forge(entry: Partial<LedgerEntry> & Pick<LedgerEntry, 'action'>): Promise<void> {
    const nothing = { release: null, environment: null, commit: null, digest: null, decision: null, url: null };
    const where = { model: 'churn', reason: '', runId: null, issue: null, comment: null };
    await this.context.ledger.append({ actor: 'monalisa', ...nothing, ...where, ...entry });
  }
  finish(id: number, conclusion: string, changes: Readonly<Record<string, unknown>> = {}) {
    const run = this.github.runs.get(id);
    if (!run) throw new OperatorError('github-not-found', `No run ${id}.`, '');
    return this.github.addRun({ ...run, status: 'completed', conclusion, ...changes });
  }
}
