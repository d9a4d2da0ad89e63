import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zlibCompression } from '@tidegate/core/adapters/zlib-compression';
import { describe, expect, it } from 'vitest';
import { findModel, parseConfig } from '../../../core/config/parse-config.ts';
import { sha256 } from '../../../core/digest.ts';
import { renderDocument } from '../../../core/document.ts';
import { buildManifest } from '../../../core/release/build-manifest.ts';
import type { ValidatedModel } from '../../../core/release/load-validated.ts';
import {
  readRelease,
  readReleasedModel,
  readReleasedProfile,
  readReleasedVerdict,
} from '../../../core/release/read-release.ts';
import { releaseModel } from '../../../core/release/release-model.ts';
import { ROOT } from '../../architecture/source-files.ts';
import { MERGE, MODEL, makeRecord, PULL_REQUEST, SERVING, SIGNATURE } from '../run/trained.ts';
import { createReleases } from './memory-releases.ts';
import { makeProfile, makeVerdict } from './validated.ts';

const policy = findModel(parseConfig(readFileSync(join(ROOT, 'templates/churn/tidegate.yml'), 'utf8')), 'churn');
const model = { ...policy, data: { ...policy.data, features: { numeric: ['minutes'], categorical: [] } } };
const bytesOf = (document: unknown) => new TextEncoder().encode(renderDocument(document));

async function makeRequest(bytes: Uint8Array = MODEL) {
  const digest = await sha256(bytes);
  const template = await makeRecord();
  const record = { ...template, onnx: { ...template.onnx, digest } };
  const base = await makeVerdict();
  const verdict = { ...base, candidate: { ...base.candidate, digest } };
  const profile = await makeProfile();
  const validated: ValidatedModel = {
    record,
    bytes,
    verdict,
    profile,
    pullRequest: { ...PULL_REQUEST, merged: true, mergeCommitSha: MERGE },
    files: {
      'model.onnx': bytes,
      'run-record.json': bytesOf(record),
      'verdict.json': bytesOf(verdict),
      'profile.json': bytesOf(profile),
    },
  };
  return {
    modelName: 'churn',
    model,
    validated,
    onnx: { opset: 17, signature: SIGNATURE },
    createdAt: new Date('2026-01-02T03:07:05Z'),
    compression: zlibCompression,
    renderNotes: ({ modelVersion }: { readonly modelVersion: string }) => `notes of ${modelVersion}`,
  };
}

describe('releaseModel', () => {
  it('publishes every asset, with checksums that sha256sum can check', async () => {
    const github = createReleases();
    const { release, created } = await releaseModel(github, await makeRequest());
    expect(created).toBe(true);
    expect(release).toMatchObject({ tag: 'churn@1.0.0', draft: false, commit: MERGE, notes: 'notes of 1.0.0' });
    expect(release.assets.map(({ name }) => name).sort()).toEqual([
      'SHA256SUMS',
      'manifest.json',
      'model.onnx',
      'profile.json.br',
      'run-record.json',
      'verdict.json',
    ]);
    const text = (name: string) => {
      const asset = release.assets.find((candidate) => candidate.name === name);
      return github.assets.get(asset?.id ?? 0) ?? new Uint8Array();
    };
    const lines = new TextDecoder().decode(text('SHA256SUMS')).trim().split('\n');
    expect(lines).toHaveLength(5);
    for (const line of lines) {
      const [hash, name = ''] = line.split('  ');
      expect(createHash('sha256').update(text(name)).digest('hex'), name).toBe(hash);
    }
  });

  it('is read back by name and digest, and only so', async () => {
    const github = createReleases();
    await releaseModel(github, await makeRequest());
    const digest = await sha256(MODEL);
    const released = await readRelease(github, 'churn@1.0.0', digest);
    expect(released.manifest).toMatchObject({
      model: 'churn',
      modelVersion: '1.0.0',
      onnx: { digest, signature: SIGNATURE },
      licence: 'Apache-2.0',
    });
    // Documents of binary models stay as they were before there were others: older servers read them.
    expect(renderDocument(released.manifest.serving)).toBe(renderDocument(SERVING));
    expect(Buffer.from(await readReleasedModel(github, 'churn@1.0.0', digest)).equals(MODEL)).toBe(true);
    expect((await readReleasedVerdict(github, released)).outcome).toBe('pass');
    expect((await readReleasedProfile(github, zlibCompression, 'churn@1.0.0', digest)).model).toBe('churn');
    await expect(readRelease(github, 'churn@1.0.0', `sha256:${'0'.repeat(64)}`)).rejects.toMatchObject({
      code: 'artifact-mismatch',
    });
    await expect(readRelease(github, 'churn@7.0.0')).rejects.toMatchObject({ code: 'release-missing' });
  });

  it('gives the plain profile of a release from before profiles were compressed', async () => {
    const github = createReleases();
    const request = await makeRequest();
    const { record, verdict, files } = request.validated;
    const facts = { ...request, version: '1.0.0', commit: MERGE, serving: SERVING, record, verdict, files };
    const manifest = await buildManifest(facts);
    const draft = await github.createDraftRelease({ tag: 'churn@1.0.0', commit: MERGE, name: '', notes: '' });
    for (const [name, bytes] of Object.entries({ ...files, 'manifest.json': bytesOf(manifest) }))
      await github.uploadAsset(draft.id, name, bytes);
    await github.publishRelease(draft.id);
    expect((await readReleasedProfile(github, zlibCompression, 'churn@1.0.0')).model).toBe('churn');
  });

  it('refuses an asset that was swapped after publishing', async () => {
    const github = createReleases();
    const { release } = await releaseModel(github, await makeRequest());
    const asset = release.assets.find(({ name }) => name === 'model.onnx');
    github.assets.set(asset?.id ?? 0, new TextEncoder().encode('other weights'));
    await expect(readReleasedModel(github, 'churn@1.0.0', await sha256(MODEL))).rejects.toThrow(
      /its manifest promises/,
    );
  });

  it('gives the next bytes the next version, and the same bytes the version they have', async () => {
    const github = createReleases();
    await releaseModel(github, await makeRequest());
    const second = await releaseModel(github, await makeRequest(new TextEncoder().encode('better weights')));
    expect(second).toMatchObject({ created: true, release: { tag: 'churn@1.1.0' } });
    const again = await releaseModel(github, await makeRequest());
    expect(again).toMatchObject({ created: false, release: { tag: 'churn@1.0.0' } });
    expect(github.releases).toHaveLength(2);
  });

  it('does not count drafts and releases of others', async () => {
    const github = createReleases();
    await github.createDraftRelease({ tag: 'churn@4.0.0', commit: MERGE, name: '', notes: '' });
    const other = await github.createDraftRelease({ tag: 'v2.0.0', commit: MERGE, name: '', notes: '' });
    await github.publishRelease(other.id);
    expect((await releaseModel(github, await makeRequest())).release.tag).toBe('churn@1.0.0');
  });

  it('hashes what it reads back itself where GitHub gives no digest', async () => {
    const honest = await releaseModel(createReleases({ withoutDigests: true }), await makeRequest());
    expect(honest.created).toBe(true);
    const damaged = createReleases({ withoutDigests: true, damage: 'profile.json.br' });
    await expect(releaseModel(damaged, await makeRequest())).rejects.toMatchObject({ code: 'artifact-mismatch' });
  });

  it.each([
    ['the first upload is refused', { refuseUpload: 1 }, 'github-unavailable'],
    ['the last upload is refused', { refuseUpload: 6 }, 'github-unavailable'],
    ['an asset arrives damaged', { damage: 'model.onnx' }, 'artifact-mismatch'],
    ['the tag was taken meanwhile', { refusePublishing: true }, 'github-conflict'],
  ] as const)('leaves nothing behind when %s', async (_, faults, code) => {
    const github = createReleases(faults);
    await expect(releaseModel(github, await makeRequest())).rejects.toMatchObject({ code });
    expect(github.releases).toEqual([]);
  });
});
