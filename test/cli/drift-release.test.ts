import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGitHub } from '@tidegate/core/adapters/octokit-github/octokit-github';
import { zlibCompression } from '@tidegate/core/adapters/zlib-compression';
import { findModel, parseConfig } from '@tidegate/core/config/parse-config';
import { renderDocument } from '@tidegate/core/document';
import type { GitHubPort } from '@tidegate/core/ports/github';
import { profileColumns } from '@tidegate/core/profile/profile-columns';
import { writeProfileFile } from '@tidegate/core/profile/profile-file';
import { buildManifest } from '@tidegate/core/release/build-manifest';
import { startGitHub } from '@tidegate/emulator/github/start-github';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../architecture/source-files.ts';
import { makeVerdict } from '../core/release/validated.ts';
import { MODEL, makeRecord, SERVING, SIGNATURE } from '../core/run/trained.ts';
import { startCli } from './start-cli.ts';

const encode = (document: unknown) => new TextEncoder().encode(renderDocument(document));
const minutes = (shift: number) => Array.from({ length: 400 }, (_, row) => ((row * 37) % 101) + shift);
const PROFILE = profileColumns({
  model: 'churn',
  columns: { minutes: Float64Array.from(minutes(0)) },
  source: { name: 'churn.csv', rows: 400, digest: null },
});
const COMPRESSED = writeProfileFile(zlibCompression, PROFILE, 'profile.json.br');

/** A release with this profile, as the release Action or somebody else publishes it. */
async function publish(
  github: GitHubPort,
  version: string,
  name: string,
  profile: Uint8Array,
  uploaded: Uint8Array | undefined = profile,
): Promise<void> {
  const [record, verdict] = [await makeRecord(), await makeVerdict()];
  const files = {
    'model.onnx': MODEL,
    'run-record.json': encode(record),
    'verdict.json': encode(verdict),
    [name]: profile,
  };
  const manifest = await buildManifest({
    modelName: 'churn',
    model: findModel(parseConfig(readFileSync(join(ROOT, 'templates/churn/tidegate.yml'), 'utf8')), 'churn'),
    version,
    commit: (await github.readDefaultBranch()).sha,
    createdAt: new Date('2026-01-02T03:04:05Z'),
    onnx: { opset: 17, signature: SIGNATURE },
    serving: SERVING,
    record,
    verdict,
    files,
  });
  const tag = `churn@${version}`;
  const draft = await github.createDraftRelease({ tag, commit: manifest.commit, name: tag, notes: '' });
  const assets = { ...files, ...(uploaded && { [name]: uploaded }), 'manifest.json': encode(manifest) };
  for (const [asset, bytes] of Object.entries(assets)) await github.uploadAsset(draft.id, asset, bytes);
  await github.publishRelease(draft.id);
}

describe('drift against a release', () => {
  let folder = '';
  let local: Awaited<ReturnType<typeof startGitHub>>;
  let cli: ReturnType<typeof startCli>;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tidegate-release-'));
    for (const [name, shift] of Object.entries({ same: 0, other: 30 }))
      writeFileSync(join(folder, `${name}.csv`), `minutes\n${minutes(shift).join('\n')}\n`);
    local = await startGitHub({ users: ['octo-admin'] });
    await local.createRepository({ owner: 'octo-org', name: 'churn', files: { 'a.txt': 'a' }, message: 'start' });
    const permissions = { contents: 'write', metadata: 'read' };
    const token = local.front.issueWorkflowToken({ repository: 'octo-org/churn', runId: 1, permissions });
    const github = createGitHub({ baseUrl: local.url, token, owner: 'octo-org', repo: 'churn' });
    await publish(github, '1.0.0', 'profile.json', encode(PROFILE));
    await publish(github, '1.1.0', 'profile.json.br', COMPRESSED);
    await publish(github, '1.2.0', 'profile.json.br', COMPRESSED, COMPRESSED.slice(0, -1));
    await publish(github, '1.3.0', 'profile.json.br', COMPRESSED.slice(0, -9));
    await publish(github, '1.4.0', 'notes.txt', encode('no profile'));
    cli = startCli(folder, {
      ...process.env,
      GITHUB_REPOSITORY: 'octo-org/churn',
      GITHUB_TOKEN: token,
      GITHUB_API_URL: local.url,
    });
  });
  afterAll(async () => {
    cli?.stop();
    await local?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const drift = (reference: string, current: string) =>
    cli.run('drift', '--reference', reference, '--current', current);

  it.each(['release:churn@1.1.0', 'release:churn@1.0.0'])(
    'reads the profile of %s, compressed or plain',
    async (reference) => {
      expect(await drift(reference, 'same.csv')).toMatchObject({ code: 0, error: '' });
      const { code, out } = await drift(reference, 'other.csv');
      expect(code).toBe(1);
      expect(out).toMatch(/^## churn: 1 of 1 column has drifted\n/);
    },
  );

  it.each([
    ['release:churn', /"release:churn" names no release\.\n→ Write release:<model>@<version>/],
    ['release:', /"release:" names no release/],
    ['release:churn@1.1', /names no release/],
    ['release:churn@7.0.0', /There is no published release churn@7\.0\.0/],
    ['release:churn@1.2.0', /profile\.json\.br has digest sha256:\w+, its manifest promises sha256/],
    ['release:churn@1.3.0', /profile\.json\.br of release churn@1\.3\.0 ends too early/],
    ['release:churn@1.4.0', /its manifest does not list profile\.json/],
  ])('%s is refused in words: exit code 3', async (reference, message) => {
    const { code, out, error } = await drift(reference, 'same.csv');
    expect([code, out]).toEqual([3, '']);
    expect(error).toMatch(message);
    expect(error).not.toMatch(/\n +at /);
  });
});
