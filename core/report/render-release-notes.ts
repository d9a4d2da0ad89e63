import { markdownTable } from 'markdown-table';
import type { Verdict } from '../gate/verdict.ts';
import type { Manifest } from '../release/manifest.ts';
import { code } from './escape.ts';
import { bytes } from './numbers.ts';
import { renderHeadline, renderMetrics } from './render-verdict.ts';

/** Notes of a release: what it is, how good it was judged to be, and how to check the bytes. */
export function renderReleaseNotes({
  manifest,
  verdict,
  pullRequest,
}: {
  readonly manifest: Manifest;
  readonly verdict: Verdict;
  readonly pullRequest: number;
}): string {
  const { inputs, outputs } = manifest.onnx.signature;
  return [
    `**${renderHeadline(verdict)}** (#${pullRequest})`,
    renderMetrics(verdict),
    `Reads ${inputs.length} raw columns by name and gives ${outputs.map(({ name }) => code(name)).join(', ')}; ONNX opset ${manifest.onnx.opset}, licence ${code(manifest.licence ?? 'not stated')}.`,
    markdownTable([
      ['asset', 'size', 'SHA-256'],
      ...manifest.assets.map((asset) => [code(asset.name), bytes(asset.bytes), code(asset.digest.slice(7))]),
    ]),
    'Check a download with `sha256sum --check SHA256SUMS`.',
  ].join('\n\n');
}
