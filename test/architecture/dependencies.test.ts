import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { listImports, listSources } from './source-files.ts';

const ROOT = join(import.meta.dirname, '../..');
const Names = z.record(z.string(), z.string()).default({});
const Manifest = z.object({ dependencies: Names, devDependencies: Names, peerDependencies: Names });
const WORKSPACES = ['core', 'app', 'serving', 'emulator'];

function packagesOf(folder: string): ReadonlySet<string> {
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')));
  return new Set([
    ...Object.keys(manifest.dependencies),
    ...Object.keys(manifest.devDependencies),
    ...Object.keys(manifest.peerDependencies),
  ]);
}

/** `@scope/name/file` and `name/file` are of the package before the file. */
function packageOf(target: string): string | undefined {
  if (
    /^[./]/.test(target) ||
    isBuiltin(target) ||
    /^(core|app|actions|cli|serving|emulator|scripts|templates|test|bench)\//.test(target)
  )
    return undefined;
  // Anything else is text that only looks like an import.
  return /^(@[\w-]+\/)?[\w-][\w.-]*(?=\/|$)/.exec(target)?.[0];
}

// A package that only lies in somebody's node_modules is not there after npm ci.
describe.each([...WORKSPACES, 'cli', 'actions', 'scripts', 'test', 'bench'])('%s', (folder) => {
  it('imports packages that a package.json asks for', () => {
    const all = WORKSPACES.includes(folder) ? [folder] : ['', ...WORKSPACES];
    const asked = new Set(all.flatMap((each) => [...packagesOf(each)]));
    const missing = listSources([folder]).flatMap((file) =>
      listImports(file)
        .map(packageOf)
        .filter((name) => name !== undefined && !asked.has(name))
        .map((name) => `${file}: ${name}`),
    );
    expect([...new Set(missing)]).toEqual([]);
  });
});
