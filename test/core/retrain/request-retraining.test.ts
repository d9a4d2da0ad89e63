import { expect, it } from 'vitest';
import { parseDocument } from '../../../core/document.ts';
import type { ServedReport } from '../../../core/drift/drift-report.ts';
import type { CommitRequest } from '../../../core/ports/github.ts';
import { driftReasons } from '../../../core/retrain/drift-reasons.ts';
import { raiseAlarm } from '../../../core/retrain/raise-alarm.ts';
import { publishRetrainBranch, retrainBranch } from '../../../core/retrain/request-retraining.ts';
import { RETRAIN_REQUEST } from '../../../core/retrain/retrain-request.ts';
import { driftedColumn, makeServedReport, quietColumn } from './served-report.ts';

const REPORT: ServedReport = makeServedReport({});
const ledger = { list: async () => [] };
const clock = { now: () => new Date('2026-01-02T03:04:05.678Z'), id: () => 'id' };

/** The few verbs of GitHub that retraining needs, with what they left. */
function createRepository() {
  const branches = new Map<string, CommitRequest>();
  const issues: { title: string; body: string }[] = [];
  const closed: { marker: string; comment: string }[] = [];
  const started: { file: string; inputs: Readonly<Record<string, string>> }[] = [];
  return {
    branches,
    issues,
    closed,
    started,
    readBranch: async (name: string) => (branches.has(name) ? 'c'.repeat(40) : undefined),
    readDefaultBranch: async () => ({ name: 'main', sha: 'a'.repeat(40) }),
    commitFiles: async (request: CommitRequest) => {
      branches.set(request.branch, request);
      return { sha: 'c'.repeat(40) };
    },
    upsertIssue: async ({ title, body }: { title: string; body: string }) => {
      const created = issues.length === 0;
      issues[0] = { title, body };
      return { number: 9, url: 'https://github.com/octo-org/churn/issues/9', created };
    },
    closeIssue: async (request: { marker: string; comment: string }) => {
      if (issues.length === 0) return undefined;
      closed.push(request);
      return { number: 9, url: 'https://github.com/octo-org/churn/issues/9' };
    },
    startWorkflow: async (file: string, inputs: Readonly<Record<string, string>>) => {
      started.push({ file, inputs });
      return { runId: 1 };
    },
  };
}

it('alarms in one issue and asks for retraining once, however often the report comes', async () => {
  const github = createRepository();
  const first = await raiseAlarm(github, { report: REPORT, body: 'first', retrain: true, ledger, clock });
  expect(first).toEqual({ issue: 'https://github.com/octo-org/churn/issues/9', retraining: true, reasons: '' });
  const [dispatch] = github.started;
  expect(dispatch).toMatchObject({ file: 'operate.yml', inputs: { task: 'retrain', environment: 'production' } });

  const request = parseDocument(RETRAIN_REQUEST, dispatch?.inputs['request'] ?? '', 'request');
  expect(request).toMatchObject({
    model: 'churn',
    reason: 'drift',
    replaces: 'churn@1.1.0',
    driftReport: { issue: 9 },
  });
  await publishRetrainBranch(github, request);

  const second = await raiseAlarm(github, { report: REPORT, body: 'second', retrain: true, ledger, clock });
  expect(second.retraining).toBe(false);
  expect(github.started).toHaveLength(1);
  expect(github.issues).toEqual([{ title: 'Drift: churn@1.1.0 in production', body: 'second' }]);
});

it.each(['none', 'cannot-tell'] as const)('stays silent when the report says %s', async (outcome) => {
  const github = createRepository();
  const quiet = await raiseAlarm(github, { report: { ...REPORT, outcome }, body: '', retrain: true, ledger, clock });
  expect({ quiet, issues: github.issues, started: github.started }).toEqual({
    quiet: { issue: '', retraining: false, reasons: '' },
    issues: [],
    started: [],
  });
});

it('closes the issue with the report that finds no drift any more, and leaves it open while nobody can tell', async () => {
  const github = createRepository();
  const say = (changes: Partial<ServedReport>, body: string) =>
    raiseAlarm(github, { report: { ...REPORT, ...changes }, body, retrain: true, ledger, clock });
  await say({}, 'drift');
  await say({ outcome: 'cannot-tell', windows: ['cannot-tell'] }, 'who knows');
  // It drifted again, and waits for a second window: that is no end.
  await say({ outcome: 'none', windows: ['drift', 'none'] }, 'once more');
  expect(github.closed).toEqual([]);
  expect(await say({ outcome: 'none', windows: ['none'] }, 'quiet')).toEqual({
    issue: 'https://github.com/octo-org/churn/issues/9',
    retraining: false,
    reasons: '',
  });
  expect(github.closed).toEqual([{ marker: 'tidegate:drift/churn', comment: 'quiet' }]);
  expect(github.started).toHaveLength(1);
});

it('says in the dispatch and in the request what has drifted', async () => {
  const github = createRepository();
  const report = {
    ...REPORT,
    columns: [driftedColumn('minutes'), driftedColumn('calls\n::warning::x'), quietColumn('plan')],
  };
  const { reasons } = await raiseAlarm(github, { report, body: '', retrain: true, ledger, clock });
  expect(reasons).toBe('minutes: share 0.4 is at or above 0.01.\ncalls ::warning::x: share 0.4 is at or above 0.01.');
  const request = parseDocument(RETRAIN_REQUEST, github.started[0]?.inputs['request'] ?? '', 'request');
  expect(request.reasons).toEqual(reasons.split('\n'));
});

it('counts what is left of many reasons', async () => {
  const columns = Array.from({ length: 25 }, (_, index) => driftedColumn(`column ${index}`));
  expect(driftReasons({ outcome: 'drift', columns })).toHaveLength(10);
  expect(driftReasons({ outcome: 'drift', columns }).at(-1)).toBe('and 16 more columns');
  expect(driftReasons({ outcome: 'cannot-tell', columns })).toEqual([]);
});

it('alarms without retraining where the policy says so', async () => {
  const github = createRepository();
  expect((await raiseAlarm(github, { report: REPORT, body: '', retrain: false, ledger, clock })).retraining).toBe(
    false,
  );
  expect(github.started).toEqual([]);
});

it('commits the request on top of the default branch, and leaves a branch that is there alone', async () => {
  const github = createRepository();
  const request = {
    kind: 'tidegate.retrain-request',
    version: 1,
    model: 'churn',
    reason: 'drift',
    reasons: [] as string[],
    driftReport: null,
    replaces: 'churn@1.1.0',
    requestedAt: '2026-01-02T03:04:05.678Z',
  } as const;
  const { branch } = await publishRetrainBranch(github, request);
  expect(branch).toBe('tidegate/retrain-churn-from-1-1-0');
  const commit = github.branches.get(branch);
  expect(commit).toMatchObject({ startAt: 'a'.repeat(40), message: 'Retrain churn (drift)' });
  expect(JSON.parse(commit?.files['.tidegate/retrain/churn.json'] ?? '')).toEqual(request);
  expect(await publishRetrainBranch(github, request)).toEqual({ branch, sha: 'c'.repeat(40) });
  expect(github.branches.size).toBe(1);
  expect(retrainBranch({ ...request, replaces: null })).toBe('tidegate/retrain-churn-2026-01-02t03-04-05-678z');
});
