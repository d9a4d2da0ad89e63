import type { Model } from '../config/schema.ts';
import type { Signature } from '../data/signature.ts';
import { renderDocument } from '../document.ts';
import type { Compression } from '../ports/compression.ts';
import { writeProfileFile } from '../profile/profile-file.ts';
import { buildManifest } from './build-manifest.ts';
import type { ValidatedModel } from './load-validated.ts';
import { ASSETS, type Manifest } from './manifest.ts';
import { planServing } from './plan-serving.ts';
import { publishRelease } from './publish-release.ts';

type Publisher = Parameters<typeof publishRelease>[0];

/** Releases what the gate validated: the bytes that it uploaded, with a manifest over all of them. */
export function releaseModel(
  github: Publisher,
  request: {
    readonly modelName: string;
    readonly model: Model;
    readonly validated: ValidatedModel;
    readonly onnx: { readonly opset: number; readonly signature: Signature };
    readonly createdAt: Date;
    readonly compression: Compression;
    readonly renderNotes: (manifest: Manifest) => string;
  },
): ReturnType<typeof publishRelease> {
  const { modelName, model, validated, onnx, renderNotes } = request;
  const { record, verdict, pullRequest } = validated;
  const serving = planServing(model, verdict, onnx.signature);
  const commit = pullRequest.mergeCommitSha ?? pullRequest.headSha;
  const documents = {
    [ASSETS.model]: validated.files['model.onnx'],
    [ASSETS.run]: validated.files['run-record.json'],
    [ASSETS.verdict]: validated.files['verdict.json'],
    [ASSETS.profile]: writeProfileFile(request.compression, validated.profile, ASSETS.profile),
  };
  const assemble = async (version: string) => {
    const manifest = await buildManifest({ ...request, version, commit, record, verdict, serving, files: documents });
    const files = { ...documents, [ASSETS.manifest]: new TextEncoder().encode(renderDocument(manifest)) };
    return { files, notes: renderNotes(manifest) };
  };
  return publishRelease(github, {
    modelName,
    digest: record.onnx.digest,
    signature: onnx.signature,
    serving,
    commit,
    assemble,
  });
}
