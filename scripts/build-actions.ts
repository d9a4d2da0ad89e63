import { globSync } from 'node:fs';
import { readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { threadId } from 'node:worker_threads';
import { build, type Metafile, type Plugin } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');

// Packages inside the bundles are partly CommonJS and call require().
const REQUIRE = `import { createRequire as createRequireOfBundle } from 'node:module';
const require = createRequireOfBundle(import.meta.url);`;

const SOURCES = 'sources.json';
// Native code and what locates files beside itself cannot be bundled: it is found in node_modules of the installation.
const EXTERNAL = ['onnxruntime-node', '@duckdb/*', '@tensorflow/*'];

// The demo builds the bundles itself, so it runs from the sources.
const WITHOUT_DEMO: Plugin = {
  name: 'without-demo',
  setup: ({ onResolve }) => onResolve({ filter: /\/run-demo\.ts$/ }, ({ path }) => ({ path, external: true })),
};

/**
 * Bundles every Action and the model server into dist/, and the command line into dist/cli/: one small entry each, shared chunks. Two
 * builds give equal bytes. sources.json lists what the command line was made of, and is as old as the build: `tidegate` runs from
 * sources that are newer.
 */
export async function buildActions(options: { readonly outFolder?: string } = {}): Promise<readonly string[]> {
  const outFolder = options.outFolder ?? join(ROOT, 'dist');
  const freshFolder = `${outFolder}.${process.pid}-${threadId}`;
  const actions = globSync('actions/*/main.ts', { cwd: ROOT }).sort();
  const started = new Date();
  const [jobs, cli] = await Promise.all([
    bundle(freshFolder, [
      ...actions.map((file) => [`actions/${basename(dirname(file))}`, file] as const),
      ['serving', 'serving/main.ts'],
      ['bootstrap-worker', 'core/adapters/bootstrap-worker.ts'],
    ]),
    // Apart: what its commands load one by one would cut the chunks of the Actions into small pieces, which start slower.
    bundle(join(freshFolder, 'cli'), [['main', 'cli/main.ts']]),
  ]);
  const sources = Object.keys(cli.inputs).filter((file) => !file.includes('node_modules/'));
  await writeFile(join(freshFolder, SOURCES), `${JSON.stringify(sources.sort(), null, 1)}\n`);
  // Jobs of another session may run what is there: the same bytes stay where they are.
  if (await holdsSameFiles(outFolder, freshFolder)) await rm(freshFolder, { recursive: true });
  else {
    // Swapped whole: chunks of an earlier build would stay, and a job that starts meanwhile would find half of them.
    await rm(outFolder, { recursive: true, force: true });
    await rename(freshFolder, outFolder);
  }
  await utimes(join(outFolder, SOURCES), started, started);
  return [...Object.keys(jobs.outputs), ...Object.keys(cli.outputs)]
    .map((file) => join(outFolder, relative(freshFolder, join(ROOT, file))))
    .sort();
}

async function bundle(outdir: string, entries: readonly (readonly [name: string, file: string])[]): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries(entries),
    outdir,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    external: EXTERNAL,
    plugins: [WITHOUT_DEMO],
    banner: { js: REQUIRE },
    legalComments: 'linked',
    logLevel: 'warning',
    metafile: true,
  });
  return metafile;
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
