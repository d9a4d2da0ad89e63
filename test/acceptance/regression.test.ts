import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createBranchLedger } from '@tidegate/core/adapters/branch-ledger';
import { createServingClient } from '@tidegate/core/adapters/serving-client';
import { findModel, parseConfig } from '@tidegate/core/config/parse-config';
import { parseTable } from '@tidegate/core/data/parse-table';
import { readFeatures, readNumbers } from '@tidegate/core/data/read-columns';
import type { Table } from '@tidegate/core/data/table';
import { parseDocument } from '@tidegate/core/document';
import { parsePredictions } from '@tidegate/core/drift/parse-predictions';
import { VERDICT } from '@tidegate/core/gate/verdict';
import type { LedgerAction } from '@tidegate/core/ledger/ledger-event';
import { DOCUMENT_MAX_BYTES } from '@tidegate/core/limits';
import { readRelease } from '@tidegate/core/release/read-release';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { editConfig } from '../../cli/demo/edit-config.ts';
import { type DemoSession, ROOT, startSession } from '../../cli/demo/session.ts';
import { shipFirstVersion } from '../../cli/demo/steps/ship-first-version.ts';
import { type FinishedCheck, untilChecked, untilIssue } from '../../cli/demo/watch.ts';
import { expectConformance } from '../emulator/expect-conformance.ts';

const CHICAGO = { owner: 'octo-org', name: 'chicago', model: 'ridership' } as const;
const RELEASE = 'ridership@1.0.0';
const folder = join(ROOT, 'templates/chicago');
const { data } = findModel(parseConfig(readFileSync(join(folder, 'tidegate.yml'), 'utf8')), 'ridership');
const readDays = (file: string) => parseTable(readFileSync(join(folder, file)), file);

let session: DemoSession;
let worse: FinishedCheck;

beforeAll(async () => {
  session = await startSession({ seed: 7, subject: CHICAGO, note: () => {} });
  // Drift below asks for no retraining: that would train once more.
  await shipFirstVersion(session, () => {}, { epochs: '12', 'window-rows': '365\n      retrain: false' });
  const config = await editConfig(session, { units: '[8]', epochs: '8' });
  const author = session.person('author');
  const sha = await author.push('small-network', 'Save a few weights', { 'tidegate.yml': config });
  await author.openPullRequest('small-network', 'Use a small network', 'Eight units will do.');
  worse = await untilChecked(session, sha);
}, 240_000); // a hang, not a speed: it runs beside the whole loop
afterAll(() => session?.close(), 20_000);

/** The server's answer for the first days of a table. */
function askFor(days: Table, count: number): Promise<Response> {
  const columns = Object.entries(readFeatures(days, data));
  const rows = Array.from({ length: count }, (_, row) =>
    Object.fromEntries(columns.map(([name, column]) => [name, column[row] ?? null])),
  );
  return fetch(`${session.servers.production}/predict`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ rows }),
  });
}

async function readVerdict() {
  const released = await session.reader.findRelease(RELEASE);
  const asset = released?.assets.find(({ name }) => name === 'verdict.json');
  const text = new TextDecoder().decode(await session.reader.downloadAsset(asset?.id ?? 0, DOCUMENT_MAX_BYTES));
  return parseDocument(VERDICT, text, 'verdict.json');
}

describe('a regression model, from the pull request to its answers', () => {
  it('is trained, judged on later days than it learnt from, and released as what it is', async () => {
    const { manifest } = await readRelease(session.reader, RELEASE);
    expect(manifest.serving).toEqual({ task: 'regression', output: 'value' });
    const verdict = await readVerdict();
    expect(verdict.evaluation).toMatchObject({ n: 606, group: 'week', threshold: null, classes: {} });
    expect(verdict.slices.map(({ of, slice }) => `${of}: ${slice}`)).toContain('day_kind: weekend');
  });

  it('beats what a passenger would guess: as many as on the same day last week', async () => {
    const [learnt, judged] = [await readDays('data/train.csv'), await readDays('data/evaluation.csv')];
    const truth = readNumbers(judged, data.target);
    const before = [...readNumbers(learnt, data.target).slice(-7), ...truth];
    const naive = Math.sqrt(
      truth.reduce((sum, value, row) => sum + (value - (before[row] ?? 0)) ** 2, 0) / truth.length,
    );
    const row = (await readVerdict()).metrics.find(({ metric }) => metric === 'root_mean_squared_error');
    expect(naive).toBeCloseTo(3.15, 2);
    expect(row?.candidate?.high).toBeLessThan(naive * 0.75);
  });

  it('serves values that the server logs, and the digest that the release promises', async () => {
    const { manifest } = await readRelease(session.reader, RELEASE);
    const served = await createServingClient(session.servers.production).readServed('ridership');
    expect(served).toMatchObject({ release: RELEASE, digest: manifest.onnx.digest });
    const days = await readDays('data/evaluation.csv');
    const response = await askFor(days, 14);
    const Body = z.object({ predictions: z.array(z.strictObject({ id: z.string(), value: z.number() })) });
    const { predictions } = Body.parse(await response.json());
    const truth = readNumbers(days, data.target);
    const errors = predictions.map(({ value }, row) => Math.abs(value - (truth[row] ?? Number.NaN)));
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(2);
    const file = join(session.folder, 'state/serving/production/predictions.jsonl');
    await expect
      .poll(() => parsePredictions(readFileSync(file, 'utf8'), file).predictions)
      .toMatchObject(predictions.map(({ id, value }) => ({ task: 'regression', id, score: value })));
    const metrics = await (await fetch(`${session.servers.production}/metrics`)).text();
    expect(metrics).toContain('tidegate_predicted_value_count 14');
  });

  it('has drifted on the days of 2001, in an issue that a year like the judged ones closes', async () => {
    const ledger = createBranchLedger(session.reader, { now: () => new Date(0), id: () => '' });
    const watch = async (file: string, wanted: LedgerAction) => {
      expect((await askFor(await readDays(file), 365)).status).toBe(200);
      await session.runner.tickSchedule(`${CHICAGO.owner}/${CHICAGO.name}`);
      const actions = async () => (await ledger.list()).map(({ action }) => action);
      await expect.poll(actions, { timeout: 20_000 }).toContain(wanted);
    };
    await watch('data/train.csv', 'drift-found');
    const issue = await untilIssue(session, /^Drift: ridership@1\.0\.0 in production$/);
    expect(issue.body).toMatch(/\| `California` +\| 🔴 drift/);
    // Without labels: from the model of errors that the release keeps.
    expect(issue.body).toMatch(/\| `root_mean_squared_error` [^\n]*\| [\d.]+ /);
    expect(issue.body).toContain('by DLE (direct loss estimation) for 365 rows, from 606 labelled rows');
    await watch('data/evaluation.csv', 'drift-ended');
    const [last] = await session.reader.listComments(issue.number);
    expect(last?.body).toMatch(
      /ridership in production: no drift[\s\S]*### How it went\n\n- .*drift of `ridership@1\.0\.0`[\s\S]*: over$/,
    );
  }, 60_000);

  it('is not replaced by one that misses more than the margin lets pass', async () => {
    expect(worse.conclusion).toBe('failure');
    expect(worse.title).toContain(`against ${RELEASE}`);
    expect(worse.text).toMatch(/`threshold r2` +\| ✅ pass/);
    expect(worse.text).toMatch(/`non-inferior root_mean_squared_error` +\| ❌ fail/);
  });

  it('speaks with GitHub as its official description allows', () => expectConformance(session.github));
});
