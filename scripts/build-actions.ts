import { globSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { threadId } from 'node:worker_threads';
import { type BuildOptions, build } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');

// Packages inside the bundles are partly CommonJS and call require().
const REQUIRE = `import { createRequire as createRequireOfBundle } from 'node:module';
const require = createRequireOfBundle(import.meta.url);`;

// Native code and what locates files beside itself cannot be bundled: it is found in node_modules of the installation.
const EXTERNAL = ['onnxruntime-node', '@duckdb/*', '@tensorflow/*'];

/** Bundles every Action and the model server into dist/: one small entry each, shared chunks. Two builds give equal bytes. */
export async function buildActions(options: { readonly outFolder?: string } = {}): Promise<readonly string[]> {
  const outFolder = options.outFolder ?? join(ROOT, 'dist');
  const freshFolder = `${outFolder}.${process.pid}-${threadId}`;
  const actions = globSync('actions/*/main.ts', { cwd: ROOT }).sort();
  const entries = Object.fromEntries([
    ...actions.map((file) => [`actions/${basename(dirname(file))}`, file]),
    ['serving', 'serving/main.ts'],
    ['bootstrap-worker', 'core/adapters/bootstrap-worker.ts'],
  ]);
  const settings = {
    absWorkingDir: ROOT,
    entryPoints: entries,
    outdir: freshFolder,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    external: EXTERNAL,
    banner: { js: REQUIRE },
    legalComments: 'linked',
    logLevel: 'warning',
    metafile: true,
  } satisfies BuildOptions;
  const { metafile } = await build(settings);
  // Jobs of another session may run what is there: the same bytes stay where they are.
  if (await holdsSameFiles(outFolder, freshFolder)) await rm(freshFolder, { recursive: true });
  else {
    // Swapped whole: chunks of an earlier build would stay, and a job that starts meanwhile would find half of them.
    await rm(outFolder, { recursive: true, force: true });
    await rename(freshFolder, outFolder);
  }
  return Object.keys(metafile.outputs)
    .map((file) => join(outFolder, relative(freshFolder, join(ROOT, file))))
    .sort();
}

async function holdsSameFiles(folder: string, other: string): Promise<boolean> {
  const [files, others] = [folder, other].map((cwd) => globSync('**/*.*', { cwd }).sort());
  if (files?.join() !== others?.join()) return false;
  for (const file of files ?? []) {
    const [bytes, otherBytes] = await Promise.all([readFile(join(folder, file)), readFile(join(other, file))]);
    if (!bytes.equals(otherBytes)) return false;
  }
  return true;
}

if (process.argv[1] === import.meta.filename) {
  const files = await buildActions();
  console.log(`${files.length} files in dist/`);
}
