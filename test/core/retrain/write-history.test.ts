import { createBranchLedger } from '@tidegate/core/adapters/branch-ledger';
import type { DriftDecision } from '@tidegate/core/drift/finding';
import { OperatorError } from '@tidegate/core/errors';
import { ownEvents, planDriftEvent } from '@tidegate/core/retrain/drift-history';
import { raiseAlarm } from '@tidegate/core/retrain/raise-alarm';
import { writeHistory } from '@tidegate/core/retrain/write-history';
import { expect, it } from 'vitest';
import { MemoryGitHub } from '../../fakes/memory-github.ts';
import { makeServedReport } from './served-report.ts';

let hour = 0;
const clock = { now: () => new Date(Date.UTC(2026, 0, 2, hour)), id: () => 'id' };
const reportOf = (decision: DriftDecision, changes = {}) =>
  makeServedReport({ windows: [decision], outcome: decision, ...changes });

/** As the drift Action and then the bot act on a report, hour by hour. */
async function report(github: MemoryGitHub, decision: DriftDecision, changes = {}) {
  hour += 1;
  const ledger = createBranchLedger(github, clock);
  const said = reportOf(decision, changes);
  await raiseAlarm(github, { report: said, body: `report ${hour}: ${decision}`, retrain: false, ledger, clock });
  const url = `https://github.com/octo-org/churn/actions/runs/${hour}`;
  const facts = { actor: 'tidegate[bot]', commit: null, reason: 'words', runId: hour, url };
  const entry = planDriftEvent(said, await ledger.list(), facts);
  if (entry) await ledger.append(entry);
}

it('one issue is opened, updated in place and closed, and its last comment tells how it went', async () => {
  const github = new MemoryGitHub();
  for (const decision of ['none', 'drift', 'drift', 'cannot-tell'] as const) await report(github, decision);
  expect(github.issues).toMatchObject([{ state: 'open', body: expect.stringMatching(/\nreport 3: drift$/) }]);
  await report(github, 'none');
  expect(github.issues).toMatchObject([{ state: 'closed' }]);
  expect(github.comments.map(({ body }) => body)).toEqual([
    [
      '<!-- tidegate:drift/churn/closed -->',
      'report 5: none',
      '',
      '### How it went',
      '',
      '- 2026-01-02 02:00 UTC: drift of `churn@1.1.0` ([run 2](https://github.com/octo-org/churn/actions/runs/2))',
      '- 2026-01-02 04:00 UTC: cannot tell of `churn@1.1.0` ([run 4](https://github.com/octo-org/churn/actions/runs/4))',
      '- 2026-01-02 05:00 UTC: over',
    ].join('\n'),
  ]);
  // The next drift is another issue, whose history begins with it.
  await report(github, 'drift');
  await report(github, 'none', { release: 'churn@1.2.0' });
  expect(github.issues.map(({ state }) => state)).toEqual(['closed', 'closed']);
  expect(github.comments.at(-1)?.body).not.toContain('02:00');
  expect(github.comments.at(-1)?.body).toContain('06:00 UTC: drift');
});

it('writes nothing of a ledger but what has a form of its own', async () => {
  const github = new MemoryGitHub();
  const ledger = createBranchLedger(github, clock);
  const entry = planDriftEvent(reportOf('drift'), [], {
    actor: '<b>',
    commit: null,
    reason: '[x](y)',
    runId: 1,
    url: 'https://example.com/) **bold**',
  });
  if (entry) await ledger.append({ ...entry, decision: '<script>', release: 'churn@1.0.0` @octocat' });
  const events = ownEvents(await ledger.list(), { model: 'churn', environment: 'production' });
  expect(writeHistory(events, clock.now()).split('\n')[2]).toMatch(/^- [\d -]+:00 UTC: looked at$/);
});

it('closes the issue where the ledger cannot be read, and says so', async () => {
  const github = new MemoryGitHub();
  const broken = {
    list: async () => {
      throw new OperatorError('document-invalid', 'the chain is broken', '');
    },
  };
  const common = { retrain: false, ledger: broken, clock };
  await raiseAlarm(github, { report: reportOf('drift'), body: 'drift', ...common });
  await raiseAlarm(github, { report: reportOf('none'), body: 'quiet', ...common });
  expect(github.issues).toMatchObject([{ state: 'closed' }]);
  expect(github.comments[0]?.body).toMatch(/\nquiet\n\nThe ledger could not be read/);
});
