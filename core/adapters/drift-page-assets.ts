import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { DriftPageAssets } from '../report/drift-page/render-drift-page.ts';
import { installationRoot } from './installation-root.ts';

/** What a drift page carries along: Chart.js of this installation, and our own script and style. */
export function readDriftPageAssets(): DriftPageAssets {
  const root = installationRoot();
  const read = (...path: readonly string[]) => readFileSync(join(...path), 'utf8');
  // The package exports no path to its one-file build; it lies beside its entry.
  const entry = createRequire(join(root, 'core/package.json')).resolve('chart.js');
  return {
    library: read(dirname(entry), 'chart.umd.min.js'),
    script: read(root, 'core/report/drift-page/page.js'),
    style: read(root, 'core/report/drift-page/page.css'),
  };
}
