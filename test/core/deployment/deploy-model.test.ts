import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { findModel, parseConfig } from '../../../core/config/parse-config.ts';
import { deployModel, type ModelServer } from '../../../core/deployment/deploy-model.ts';
import type { Promotion } from '../../../core/deployment/promotion.ts';
import { readBaseline } from '../../../core/deployment/read-baseline.ts';
import { sha256 } from '../../../core/digest.ts';
import { renderDocument } from '../../../core/document.ts';
import { OperatorError } from '../../../core/errors.ts';
import type { LedgerEvent } from '../../../core/ledger/ledger-event.ts';
import type { Deployment, DeploymentState, WorkflowRun } from '../../../core/ports/github.ts';
import { buildManifest } from '../../../core/release/build-manifest.ts';
import { ROOT } from '../../architecture/source-files.ts';
import { createReleases } from '../release/memory-releases.ts';
import { makeProfile, makeVerdict } from '../release/validated.ts';
import { MERGE, MODEL, makeRecord, SERVING, SIGNATURE } from '../run/trained.ts';

const model = findModel(parseConfig(readFileSync(join(ROOT, 'templates/churn/tidegate.yml'), 'utf8')), 'churn');
const digest = await sha256(MODEL);
const RUN = 44;
const runUrl = `https://github.com/octo-org/churn/actions/runs/${RUN}`;
const PROMOTION: Promotion = {
  kind: 'tidegate.promotion',
  version: 1,
  action: 'promote',
  model: 'churn',
  release: 'churn@1.0.0',
  digest,
  environment: 'staging',
  requestedBy: 'octocat',
  issue: 5,
  comment: 6,
};

const RELEASE_RUN = 43;
const RUNS: WorkflowRun = {
  id: 0,
  attempt: 1,
  name: '',
  path: '.github/workflows/operate.yml',
  event: 'workflow_dispatch',
  status: 'in_progress',
  conclusion: undefined,
  headSha: MERGE,
  headBranch: 'main',
  isFork: false,
  headRepository: 'octo-org/churn',
  actor: 'tidegate[bot]',
  url: '',
  createdAt: '2026-01-02T03:04:05Z',
};

/** What the ledger holds when somebody asked for this, and the gate had released it. */
function eventsOf(promotion: Promotion): readonly LedgerEvent[] {
  const { model: modelName, release, digest: bytes, environment, requestedBy, issue, comment } = promotion;
  const head = { kind: 'tidegate.ledger-event', version: 1, previous: null, at: '2026-01-02T03:04:05Z' } as const;
  const rest = { model: modelName, release, digest: bytes, commit: null, decision: null, reason: '', url: null };
  const action = promotion.action === 'promote' ? 'promotion-requested' : 'rollback-requested';
  return [
    {
      ...head,
      ...rest,
      sequence: 1,
      actor: 'tidegate[bot]',
      action: 'released',
      environment: null,
      runId: RELEASE_RUN,
      issue,
      comment: null,
    },
    { ...head, ...rest, sequence: 2, actor: requestedBy, action, environment, runId: RUN, issue, comment },
  ];
}

/** Releases and deployments of a repository; a job of run 44 is under way in both environments. */
async function createRepository(outcome: 'pass' | 'fail' = 'pass') {
  const releases = createReleases();
  const record = await makeRecord();
  const bytesOf = (document: unknown) => new TextEncoder().encode(renderDocument(document));
  const files = {
    'model.onnx': MODEL,
    'run-record.json': bytesOf(record),
    'verdict.json': bytesOf(await makeVerdict({ outcome })),
    'profile.json': bytesOf(await makeProfile()),
  };
  const manifest = await buildManifest({
    modelName: 'churn',
    model,
    version: '1.0.0',
    commit: MERGE,
    createdAt: new Date('2026-01-02T03:04:05Z'),
    onnx: { opset: 17, signature: SIGNATURE },
    serving: SERVING,
    record,
    verdict: await makeVerdict(),
    files,
  });
  const draft = await releases.createDraftRelease({ tag: 'churn@1.0.0', commit: MERGE, name: '', notes: '' });
  for (const [name, bytes] of Object.entries({ ...files, 'manifest.json': bytesOf(manifest) })) {
    await releases.uploadAsset(draft.id, name, bytes);
  }
  await releases.publishRelease(draft.id);
  const deployments = new Map<number, Deployment>();
  const runs = new Map<number, Partial<WorkflowRun>>([[RELEASE_RUN, { path: '.github/workflows/gate.yml' }]]);
  const addDeployment = (id: number, environment: string, state: DeploymentState, description: string, logUrl = '') => {
    const creator = 'github-actions[bot]';
    const status = { state, description, creator, createdAt: `2026-01-02T03:04:${id}Z`, logUrl, environmentUrl: '' };
    const { statuses = [] } = deployments.get(id) ?? {};
    const createdAt = status.createdAt;
    deployments.set(id, { id, environment, sha: MERGE, creator, createdAt, url: '', statuses: [status, ...statuses] });
  };
  addDeployment(10, 'staging', 'in_progress', '', `${runUrl}/job/1`);
  addDeployment(11, 'production', 'in_progress', '', `${runUrl}/job/2`);
  return {
    ...releases,
    addDeployment,
    readDefaultBranch: async () => ({ name: 'main', sha: MERGE }),
    readWorkflowRun: async (id: number): Promise<WorkflowRun> => ({ ...RUNS, id, ...runs.get(id) }),
    runs,
    statusOf: (id: number) => deployments.get(id)?.statuses[0],
    listDeployments: async (environment: string) =>
      [...deployments.values()].filter((item) => item.environment === environment).toSorted((a, b) => b.id - a.id),
    createDeploymentStatus: async (request: {
      readonly deploymentId: number;
      readonly state: DeploymentState;
      readonly description: string;
    }) => {
      const { environment = '' } = deployments.get(request.deploymentId) ?? {};
      addDeployment(request.deploymentId, environment, request.state, request.description, runUrl);
    },
  };
}

function createServer(answers: { readonly digest?: string; readonly failure?: OperatorError } = {}): ModelServer & {
  readonly calls: readonly string[];
} {
  const calls: string[] = [];
  return {
    url: 'http://127.0.0.1:8101',
    calls,
    start: async () => void calls.push('start'),
    load: async ({ release }) => {
      calls.push(`load ${release}`);
      if (answers.failure) throw answers.failure;
    },
    readServed: async () => ({ digest: answers.digest ?? digest }),
  };
}

let github: Awaited<ReturnType<typeof createRepository>>;
beforeEach(async () => {
  github = await createRepository();
});
const request = (changes: Partial<Promotion> = {}, environment = changes.environment ?? 'staging') => {
  const promotion = { ...PROMOTION, ...changes };
  const ledger = { list: async () => eventsOf(promotion) };
  return { promotion, environment, model, runId: RUN, runUrl, ledger };
};

describe('deployModel', () => {
  it('writes success with release and digest, after the server answered this digest', async () => {
    const server = createServer();
    const deployed = await deployModel(github, server, request());
    expect(deployed).toEqual({ release: 'churn@1.0.0', digest, url: server.url });
    expect(server.calls).toEqual(['start', 'load churn@1.0.0']);
    expect(github.statusOf(10)).toMatchObject({ state: 'success', description: `churn@1.0.0 ${digest}` });
    const baseline = await readBaseline(github, 'churn', { ...model, environments: model.environments.slice(0, 1) });
    expect(baseline).toMatchObject({ release: 'churn@1.0.0', environment: 'staging' });
  });

  it('writes failure when the server answers other bytes, or does not load', async () => {
    const other = createServer({ digest: `sha256:${'0'.repeat(64)}` });
    await expect(deployModel(github, other, request())).rejects.toMatchObject({ code: 'deployment-unproven' });
    expect(github.statusOf(10)).toMatchObject({
      state: 'failure',
      description: 'churn@1.0.0 refused: deployment-unproven',
    });
    const broken = createServer({ failure: new OperatorError('serving-unreachable', 'It fell over.', 'Look.') });
    await expect(deployModel(github, broken, request())).rejects.toThrow('It fell over.');
    expect(github.statusOf(10)).toMatchObject({
      state: 'failure',
      description: 'churn@1.0.0 refused: serving-unreachable',
    });
  });

  it('promotes to production what staging serves, whatever else was deployed there since', async () => {
    github.addDeployment(8, 'staging', 'success', `churn@1.0.0 ${digest}`);
    github.addDeployment(9, 'staging', 'success', `fraud@3.0.0 sha256:${'3'.repeat(64)}`);
    await deployModel(github, createServer(), request({ environment: 'production' }));
    expect(github.statusOf(11)).toMatchObject({ state: 'success' });
  });

  const refusals: readonly (readonly [
    title: string,
    changes: Partial<Promotion>,
    environment: string,
    expected: RegExp,
  ])[] = [
    [
      'production before staging',
      { environment: 'production' },
      'production',
      /staging serves nothing, not churn@1.0.0/,
    ],
    [
      'a job of another environment',
      { environment: 'staging' },
      'production',
      /it is for staging, this job is production/,
    ],
    ['other bytes than released', { digest: `sha256:${'0'.repeat(64)}` }, 'staging', /its model has digest/],
    ['a release that is not there', { release: 'churn@9.9.9' }, 'staging', /no published release churn@9.9.9/],
    ['the release of another model', { model: 'fraud' }, 'staging', /is a release of churn/],
    ['a rollback to what never served', { action: 'rollback' }, 'staging', /never served staging/],
  ];
  it.each(refusals)('refuses %s before it touches the server', async (_, changes, environment, expected) => {
    const server = createServer();
    await expect(deployModel(github, server, request(changes, environment))).rejects.toThrow(expected);
    expect(server.calls).toEqual([]);
    expect(github.statusOf(environment === 'staging' ? 10 : 11)).toMatchObject({ state: 'failure' });
  });

  it('rolls back to what served before, even out of order', async () => {
    github.addDeployment(7, 'production', 'success', `churn@1.0.0 ${digest}`);
    await deployModel(github, createServer(), request({ action: 'rollback', environment: 'production' }));
    expect(github.statusOf(11)).toMatchObject({ state: 'success' });
  });

  it('refuses a release whose verdict did not pass', async () => {
    github = await createRepository('fail');
    await expect(deployModel(github, createServer(), request())).rejects.toThrow(/the verdict of churn@1.0.0 is fail/);
  });

  it('refuses a job without a deployment of its own', async () => {
    await expect(deployModel(github, createServer(), { ...request(), runId: 4 })).rejects.toThrow(
      /run 4 has no deployment/,
    );
  });

  it.each<[string, number, Partial<WorkflowRun>, RegExp]>([
    ['a run that a person dispatched', RUN, { actor: 'monalisa' }, /started by monalisa, not by the app/],
    ["a run that a job's token dispatched", RUN, { actor: 'github-actions[bot]' }, /not by the app/],
    ['a run of another branch', RUN, { headBranch: 'evil' }, /on evil/],
    ['a job that was run again', RUN, { attempt: 2 }, /attempt 2/],
    ['a release that another workflow made', RELEASE_RUN, { path: '.github/workflows/evil.yml' }, /evil\.yml/],
    ['a release that a person dispatched', RELEASE_RUN, { actor: 'monalisa' }, /started by monalisa/],
  ])('refuses %s before it touches the server', async (_, id, change, expected) => {
    github.runs.set(id, { ...github.runs.get(id), ...change });
    const server = createServer();
    await expect(deployModel(github, server, request())).rejects.toThrow(expected);
    expect(server.calls).toEqual([]);
  });

  it.each<[string, (event: LedgerEvent) => boolean, RegExp]>([
    [
      'a release that was published by hand',
      ({ action }) => action !== 'released',
      /knows no release of churn@1\.0\.0/,
    ],
    ['what nobody asked for', ({ action }) => action === 'released', /knows no such request by octocat/],
  ])('refuses %s: the ledger does not know it', async (_, isKept, expected) => {
    const asked = request();
    const ledger = { list: async () => (await asked.ledger.list()).filter(isKept) };
    const server = createServer();
    await expect(deployModel(github, server, { ...asked, ledger })).rejects.toThrow(expected);
    expect(server.calls).toEqual([]);
  });
});
