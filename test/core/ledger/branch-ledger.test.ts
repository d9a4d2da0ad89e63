import { createBranchLedger, LEDGER_BRANCH } from '@tidegate/core/adapters/branch-ledger';
import type { LedgerEntry } from '@tidegate/core/ports/ledger';
import { describe, expect, it } from 'vitest';
import { MemoryGitHub } from '../../fakes/memory-github.ts';

const clock = { now: () => new Date('2026-01-02T03:04:05Z'), id: () => 'id' };
const entry = (reason: string): LedgerEntry => ({
  actor: 'octocat',
  action: 'deployed',
  model: 'churn',
  release: 'churn@1.0.0',
  environment: 'production',
  commit: null,
  digest: null,
  decision: null,
  reason,
  runId: 1,
  issue: 2,
  comment: 3,
  url: null,
});

describe('the ledger', () => {
  it('is empty before the first event, and then a chain', async () => {
    const github = new MemoryGitHub();
    const ledger = createBranchLedger(github, clock);
    expect(await ledger.list()).toEqual([]);
    const first = await ledger.append(entry('one'));
    const second = await ledger.append(entry('two'));
    expect(first).toMatchObject({ sequence: 1, previous: null });
    expect(second.previous).toMatch(/^sha256:/);
    expect(await ledger.list()).toEqual([first, second]);
  });

  it('keeps both events of two writers at the same moment', async () => {
    const github = new MemoryGitHub();
    const writers = ['a', 'b', 'c'].map((name) => createBranchLedger(github, clock).append(entry(name)));
    await Promise.all(writers);
    const events = await createBranchLedger(github, clock).list();
    expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(events.map(({ reason }) => reason).sort()).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['changed', (text: string) => text.replace('"one"', '"another"')],
    ['removed', () => '{}'],
  ])('tells when an event was %s by hand', async (_, change) => {
    const github = new MemoryGitHub();
    const ledger = createBranchLedger(github, clock);
    await ledger.append(entry('one'));
    await ledger.append(entry('two'));
    const head = (await github.readBranch(LEDGER_BRANCH)) ?? '';
    const file = 'events/00000001.json';
    const text = (await github.readText(file, head)) ?? '';
    await github.commitFiles({
      branch: LEDGER_BRANCH,
      expectedHead: head,
      message: 'forge',
      files: { [file]: change(text) },
    });
    await expect(ledger.list()).rejects.toMatchObject({ code: 'document-invalid' });
  });
});

describe('a ledger that is read again', () => {
  it('asks for what is new only', async () => {
    const github = new MemoryGitHub();
    const known: string[] = [];
    for (const reason of ['one', 'two', 'three']) await createBranchLedger(github, clock).append(entry(reason));
    await createBranchLedger(github, clock, known).list();
    const asked: string[] = [];
    const watched = {
      readBranch: (branch: string) => github.readBranch(branch),
      commitFiles: (request: Parameters<typeof github.commitFiles>[0]) => github.commitFiles(request),
      readText: (path: string, ref: string) => {
        asked.push(path);
        return github.readText(path, ref);
      },
    };
    await createBranchLedger(github, clock).append(entry('four'));
    const events = await createBranchLedger(watched, clock, known).list();
    expect(events.map(({ reason }) => reason)).toEqual(['one', 'two', 'three', 'four']);
    expect(asked).toEqual(['HEAD', 'events/00000004.json']);
  });

  it('notices that what it knows was rewritten', async () => {
    const [github, other] = [new MemoryGitHub(), new MemoryGitHub()];
    const known: string[] = [];
    await createBranchLedger(github, clock).append(entry('one'));
    await createBranchLedger(github, clock, known).list();
    for (const reason of ['another one', 'two']) await createBranchLedger(other, clock).append(entry(reason));
    await expect(createBranchLedger(other, clock, known).list()).rejects.toMatchObject({ code: 'document-invalid' });
  });

  it.each(['-1', '1e9', '99999999999', 'many', ''])('refuses to believe that it has %s events', async (count) => {
    const github = new MemoryGitHub();
    await github.commitFiles({ branch: LEDGER_BRANCH, message: '', files: { HEAD: count } });
    await expect(createBranchLedger(github, clock).list()).rejects.toMatchObject({ code: 'document-invalid' });
  });
});
