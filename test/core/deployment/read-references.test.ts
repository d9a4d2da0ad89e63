import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findModel, parseConfig } from '../../../core/config/parse-config.ts';
import { readReferences } from '../../../core/deployment/read-references.ts';
import { renderServedDescription } from '../../../core/deployment/served-model.ts';
import { sha256 } from '../../../core/digest.ts';
import { renderDocument } from '../../../core/document.ts';
import { OperatorError } from '../../../core/errors.ts';
import { buildManifest } from '../../../core/release/build-manifest.ts';
import { ASSETS } from '../../../core/release/manifest.ts';
import { ROOT } from '../../architecture/source-files.ts';
import { MemoryGitHub } from '../../fakes/memory-github.ts';
import { createReleases } from '../release/memory-releases.ts';
import { makeVerdict } from '../release/validated.ts';
import { MERGE, MODEL, makeRecord, SERVING, SIGNATURE } from '../run/trained.ts';

const model = findModel(parseConfig(readFileSync(join(ROOT, 'templates/churn/tidegate.yml'), 'utf8')), 'churn');
const against = (name: string) => ({
  ...model,
  gate: [{ kind: 'improves', metric: 'roc_auc', by: 0, against: name } as const],
});

/** A repository whose production serves churn@1.0.0, unless that went wrong in one of GitHub's ways. */
async function createRepository(
  change: { readonly without?: string; readonly damage?: string; readonly isDeployed?: boolean } = {},
) {
  const { without, damage, isDeployed = true } = change;
  const releases = createReleases(damage === undefined ? {} : { damage });
  const [record, verdict] = [await makeRecord(), await makeVerdict()];
  const bytesOf = (document: unknown) => new TextEncoder().encode(renderDocument(document));
  const files = { [ASSETS.model]: MODEL, [ASSETS.run]: bytesOf(record), [ASSETS.verdict]: bytesOf(verdict) };
  const facts = {
    modelName: 'churn',
    model,
    version: '1.0.0',
    commit: MERGE,
    createdAt: new Date(0),
    serving: SERVING,
  };
  const manifest = await buildManifest({ ...facts, onnx: { opset: 17, signature: SIGNATURE }, record, verdict, files });
  if (without !== 'release') {
    const draft = await releases.createDraftRelease({ tag: 'churn@1.0.0', commit: MERGE, name: '', notes: '' });
    for (const [name, bytes] of Object.entries({ ...files, [ASSETS.manifest]: bytesOf(manifest) }))
      if (name !== without) await releases.uploadAsset(draft.id, name, bytes);
    await releases.publishRelease(draft.id);
  }
  const github = new MemoryGitHub();
  const description = renderServedDescription({ release: 'churn@1.0.0', digest: await sha256(MODEL) });
  if (isDeployed) github.addDeployment(model.environments.at(-1)?.name ?? '', [{ description }]);
  return { ...releases, listDeployments: (environment: string) => github.listDeployments(environment) };
}

describe('what a candidate is compared with', () => {
  it('is what serves production, by the bytes that were promised', async () => {
    const found = await readReferences(await createRepository(), 'churn', model);
    expect(found).toMatchObject({ lostBaseline: undefined, references: [] });
    expect(found.baseline).toMatchObject({ release: 'churn@1.0.0', bytes: MODEL });
  });

  it('is nothing before the first deployment, which is no loss', async () => {
    const found = await readReferences(await createRepository({ isDeployed: false }), 'churn', model);
    expect(found).toEqual({ baseline: undefined, lostBaseline: undefined, references: [] });
  });

  it.each<[string, Parameters<typeof createRepository>[0], RegExp]>([
    ['its release is gone', { without: 'release' }, /There is no published release churn@1\.0\.0/],
    ['its file is gone', { without: ASSETS.model }, /it has no asset model\.onnx/],
    ['its manifest is gone', { without: ASSETS.manifest }, /it has no asset manifest\.json/],
    ['its file is another', { damage: ASSETS.model }, /model\.onnx has digest .* its manifest promises/],
    ['its manifest is broken', { damage: ASSETS.manifest }, /manifest\.json of release churn@1\.0\.0 is not JSON/],
  ])('is told as lost when %s: the gate then cannot tell', async (_, change, reason) => {
    const found = await readReferences(await createRepository(change), 'churn', model);
    expect(found).toMatchObject({ baseline: undefined, lostBaseline: expect.stringMatching(reason) });
  });

  it('leaves out a reference that is gone: rules that name it cannot tell', async () => {
    const github = await createRepository();
    expect((await readReferences(github, 'churn', against('churn@0.9.0'))).references).toEqual([]);
    const [reference] = (await readReferences(github, 'churn', against('base'))).references;
    expect(reference).toMatchObject({ name: 'base', bytes: MODEL });
  });

  it('ends the job when GitHub does not answer: no verdict is no pass, and the job may run again', async () => {
    const github = await createRepository();
    const unavailable = new OperatorError('github-unavailable', 'GitHub answered 502.', 'Wait.');
    const broken = { ...github, downloadAsset: () => Promise.reject(unavailable) };
    await expect(readReferences(broken, 'churn', model)).rejects.toBe(unavailable);
  });
});
