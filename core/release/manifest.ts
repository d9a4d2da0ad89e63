import * as z from 'zod';
import { Signature } from '../data/signature.ts';
import { Digest } from '../digest.ts';
import { Sha } from '../run/run-record.ts';
import { ServingHints } from '../serving/serving-hints.ts';

/** Names of the assets of every release `<model>@<semver>`. */
export const ASSETS = {
  model: 'model.onnx',
  manifest: 'manifest.json',
  run: 'run-record.json',
  verdict: 'verdict.json',
  profile: 'profile.json.br',
  checksums: 'SHA256SUMS',
} as const;

/** What the profile was called before it was compressed. */
export const PLAIN_PROFILE = 'profile.json';

export const SemVer = z.string().regex(/^\d{1,5}\.\d{1,5}\.\d{1,5}$/, 'expected MAJOR.MINOR.PATCH');

/** What a released version is. The server loads nothing whose digest is not written here. */
export const Manifest = z.strictObject({
  kind: z.literal('tidegate.manifest'),
  version: z.literal(1),
  model: z.string(),
  modelVersion: SemVer,
  commit: Sha,
  createdAt: z.iso.datetime(),
  assets: z.array(z.strictObject({ name: z.string().regex(/^[\w.-]{1,200}$/), digest: Digest, bytes: z.int().min(0) })),
  onnx: z.strictObject({ digest: Digest, opset: z.int(), signature: Signature }),
  run: z.strictObject({ id: z.string(), digest: Digest }),
  verdict: z.strictObject({ id: z.string(), digest: Digest, outcome: z.literal('pass') }),
  dataSets: z.array(z.strictObject({ name: z.string(), uri: z.string(), digest: Digest, rows: z.int().min(0) })),
  licence: z.string().nullable(),
  serving: ServingHints,
});
export type Manifest = z.infer<typeof Manifest>;
export const MANIFEST = { kind: 'tidegate.manifest', version: 1, schema: Manifest } as const;
