import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Lab, REPOSITORY, startLab } from '../runner/lab.ts';

const BASE = `/repos/${REPOSITORY}/actions`;
const ROOT = join(import.meta.dirname, '../../..');
const ACTION = `
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DefaultArtifactClient } from ${JSON.stringify(join(ROOT, 'node_modules/@actions/artifact/lib/artifact.js'))};
const file = join(process.env.RUNNER_TEMP, 'record.json');
writeFileSync(file, '{"version":1}');
const client = new DefaultArtifactClient();
const { id } = await client.uploadArtifact('tidegate-run-churn', [file], process.env.RUNNER_TEMP);
const { artifacts } = await client.listArtifacts();
console.log('listed', artifacts.map(({ name }) => name).join());
const { downloadPath } = await client.downloadArtifact(id, { path: join(process.env.RUNNER_TEMP, 'back') });
console.log('downloaded to', downloadPath);
await client.uploadArtifact('tidegate-run-churn', [file], process.env.RUNNER_TEMP).catch((error) => console.log('again:', error.message));
await client.uploadArtifact('gone', [file], process.env.RUNNER_TEMP);
await client.deleteArtifact('gone');
`;
let lab: Lab;
let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-artifacts-'));
  mkdirSync(join(folder, 'upload'));
  writeFileSync(join(folder, 'upload/main.mjs'), ACTION);
  writeFileSync(join(folder, 'upload/action.yml'), 'name: Upload\nruns: { using: node24, main: main.mjs }\n');
  const workflow =
    'on: workflow_dispatch\njobs:\n  a:\n    runs-on: [self-hosted]\n    steps: [{ uses: octo-org/tools/upload@v1 }]\n';
  lab = await startLab({ '.github/workflows/upload.yml': workflow }, { actions: { 'octo-org/tools': folder } });
});
afterAll(async () => {
  await lab.close();
  rmSync(folder, { recursive: true });
});

it('keeps what @actions/artifact uploads, by run and name, and gives it back by REST', async () => {
  const run = await lab.dispatch('upload.yml');
  expect(lab.log(run)).toContain('listed tidegate-run-churn');
  expect(lab.log(run)).toContain('downloaded to');
  expect(lab.log(run)).toMatch(/again: .*artifact with this name already exists/);
  expect(run.conclusion).toBe('success');
  const { body } = await lab.call('GET', `${BASE}/runs/${run.id}/artifacts?name=tidegate-run-churn`);
  expect(body).toMatchObject({
    total_count: 1,
    artifacts: [{ name: 'tidegate-run-churn', expired: false, workflow_run: { id: run.id, head_sha: run.headSha } }],
  });
  const artifact = Reflect.get(Object(body['artifacts']), '0');
  const zip = await fetch(artifact.archive_download_url, {
    headers: { authorization: `Bearer ${lab.github.tokens['octocat']}` },
  });
  const bytes = new Uint8Array(await zip.arrayBuffer());
  expect(`sha256:${createHash('sha256').update(bytes).digest('hex')}`).toBe(artifact.digest);
  expect(strFromU8(unzipSync(bytes)['record.json'] ?? new Uint8Array())).toBe('{"version":1}');
  expect((await lab.call('GET', `${BASE}/artifacts`)).body).toMatchObject({ total_count: 1 });
});

it('takes nothing for another run than the one that the token is of', async () => {
  const claims = Buffer.from(JSON.stringify({ scp: 'Actions.Results:8001:1' })).toString('base64url');
  const answer = await lab.call(
    'POST',
    '/twirp/github.actions.results.api.v1.ArtifactService/CreateArtifact',
    { workflow_run_backend_id: '8002', name: 'forged' },
    `e30.${claims}.unsigned`,
  );
  expect(answer.status).toBe(403);
});
