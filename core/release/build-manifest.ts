import type { Model } from '../config/schema.ts';
import type { Signature } from '../data/signature.ts';
import { sha256 } from '../digest.ts';
import type { Verdict } from '../gate/verdict.ts';
import type { RunRecord } from '../run/run-record.ts';
import type { ServingHints } from '../serving/serving-hints.ts';
import { ASSETS, Manifest } from './manifest.ts';

export interface ReleaseFacts {
  readonly modelName: string;
  readonly model: Model;
  readonly version: string;
  readonly commit: string;
  readonly createdAt: Date;
  /** Read from the ONNX file by the release itself; what the run record says about it is a claim. */
  readonly onnx: { readonly opset: number; readonly signature: Signature };
  readonly serving: ServingHints;
  readonly record: RunRecord;
  readonly verdict: Verdict;
  /** Every asset but manifest and checksums, by name. */
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/** What the version is, in one document. @throws ZodError only for a fault of ours: a verdict that did not pass. */
export async function buildManifest(facts: ReleaseFacts): Promise<Manifest> {
  const { modelName, model, record, verdict } = facts;
  const assets = await Promise.all(
    Object.entries(facts.files).map(async ([name, bytes]) => ({
      name,
      digest: await sha256(bytes),
      bytes: bytes.length,
    })),
  );
  const digestOf = (name: string) => assets.find((asset) => asset.name === name)?.digest;
  return Manifest.parse({
    kind: 'tidegate.manifest',
    version: 1,
    model: modelName,
    modelVersion: facts.version,
    commit: facts.commit,
    createdAt: facts.createdAt.toISOString(),
    assets,
    onnx: { digest: digestOf(ASSETS.model), ...facts.onnx },
    run: { id: record.id, digest: digestOf(ASSETS.run) },
    verdict: { id: verdict.id, digest: digestOf(ASSETS.verdict), outcome: verdict.outcome },
    dataSets: record.dataSets.map(({ name, uri, digest, rows }) => ({ name, uri, digest, rows })),
    licence: model.licence ?? null,
    serving: facts.serving,
  });
}

/** As `sha256sum` writes it, so that `sha256sum --check SHA256SUMS` proves a download. */
export async function renderChecksums(files: Readonly<Record<string, Uint8Array>>): Promise<string> {
  const lines = await Promise.all(
    Object.entries(files).map(async ([name, bytes]) => `${(await sha256(bytes)).slice('sha256:'.length)}  ${name}\n`),
  );
  return lines.join('');
}
