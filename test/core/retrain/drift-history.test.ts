import { createBranchLedger } from '@tidegate/core/adapters/branch-ledger';
import type { ServedReport } from '@tidegate/core/drift/drift-report';
import type { DriftDecision } from '@tidegate/core/drift/finding';
import { planDriftEvent, readEarlierDecisions } from '@tidegate/core/retrain/drift-history';
import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryGitHub } from '../../fakes/memory-github.ts';
import { makeServedReport } from './served-report.ts';

const clock = { now: () => new Date('2026-01-02T03:04:05Z'), id: () => 'id' };
let ledger: ReturnType<typeof createBranchLedger>;
let runId = 0;
beforeEach(() => {
  ledger = createBranchLedger(new MemoryGitHub(), clock);
  runId = 0;
});

const SUBJECT = { release: 'churn@1.1.0', environment: 'production' };
const facts = () => ({ actor: 'tidegate[bot]', commit: null, reason: 'words', runId, url: null });

/** A window as the drift Action decides it, with the windows that the ledger knows; written as the bot writes it. */
async function look(
  decision: DriftDecision,
  { drifted = 1, of = 1, ...changes }: Partial<ServedReport> & { drifted?: number; of?: number } = {},
) {
  const before = await readEarlierDecisions(ledger, { ...SUBJECT, ...changes }, { of });
  const windows = [decision, ...before];
  const isAlarm = windows.filter((each) => each === 'drift').length >= drifted;
  const outcome = decision === 'drift' && !isAlarm ? 'none' : decision;
  const settings = { alpha: 0.005, minRows: 200, drifted, of };
  const report = makeServedReport({ settings, windows, outcome, ...changes });
  runId += 1;
  const entry = planDriftEvent(report, await ledger.list(), facts());
  if (entry) await ledger.append(entry);
  return { outcome, windows, event: entry && `${entry.action} ${entry.decision}` };
}

describe('the ledger of drift', () => {
  it('has an event for each change, and none for a report that says the same again', async () => {
    const events: (string | undefined)[] = [];
    for (const decision of ['none', 'none', 'drift', 'drift', 'cannot-tell', 'none', 'none', 'drift'] as const)
      events.push((await look(decision)).event);
    expect(events).toEqual([
      'drift-reported none',
      undefined,
      'drift-found drift',
      undefined,
      'drift-reported cannot-tell',
      'drift-ended none',
      undefined,
      'drift-found drift',
    ]);
  });

  it('tells the first report of another release, which ends the drift of the one before', async () => {
    await look('drift');
    expect((await look('drift', { release: 'churn@1.2.0' })).event).toBe('drift-found drift');
    expect((await look('none', { release: 'churn@1.3.0' })).event).toBe('drift-ended none');
    expect((await look('none', { environment: 'staging' })).event).toBe('drift-reported none');
  });

  it('has one event of a run, however often it is told', async () => {
    await look('drift');
    const report = makeServedReport({ windows: ['none'], outcome: 'none' });
    expect(planDriftEvent(report, await ledger.list(), facts())).toBeUndefined();
  });

  it('holds what served, in which run, and the words of the report', async () => {
    await look('drift');
    const report = makeServedReport({});
    expect(await ledger.list()).toMatchObject([
      {
        action: 'drift-found',
        model: 'churn',
        ...SUBJECT,
        digest: report.digest,
        decision: 'drift',
        runId: 1,
        reason: 'words',
      },
    ]);
  });
});

describe('k of the last j windows', () => {
  it('count what earlier runs decided, each of them', async () => {
    const policy = { drifted: 2, of: 3 };
    const outcomes: DriftDecision[] = [];
    for (const decision of ['drift', 'none', 'none', 'drift', 'none', 'drift', 'drift'] as const)
      outcomes.push((await look(decision, policy)).outcome);
    expect(outcomes).toEqual(['none', 'none', 'none', 'none', 'none', 'drift', 'drift']);
    expect(await ledger.list()).toHaveLength(7);
    expect((await look('none', policy)).windows).toEqual(['none', 'drift', 'drift']);
  });

  it('do not end an alarm with a window that drifted and waits', async () => {
    const policy = { drifted: 2, of: 2 };
    await look('drift', policy);
    await look('drift', policy);
    await look('cannot-tell', policy);
    expect((await look('drift', policy)).event).toBe('drift-reported drift');
    expect((await look('none', policy)).event).toBe('drift-ended none');
  });

  it('are of this release in this environment only', async () => {
    const policy = { drifted: 2, of: 3 };
    await look('drift', policy);
    await look('drift', { ...policy, environment: 'staging' });
    expect((await look('drift', { ...policy, release: 'churn@1.2.0' })).outcome).toBe('none');
  });

  it('are not read where only this window counts', async () => {
    const unread = { list: () => Promise.reject(new Error('the ledger was read')) };
    expect(await readEarlierDecisions(unread, SUBJECT, { of: 1 })).toEqual([]);
  });
});
