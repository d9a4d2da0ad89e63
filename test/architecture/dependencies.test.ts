import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { listSources, readSource } from './source-files.ts';

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

const IMPORT = /^(?:import|export)\b[^'"]*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm;

/** `@scope/name/file` and `name/file` are of the package before the file. */
function packagesIn(file: string): readonly string[] {
  return [...readSource(file).matchAll(IMPORT)]
    .map(([, from, only, dynamic]) => from ?? only ?? dynamic ?? '')
    .filter((target) => !target.startsWith('.') && !target.startsWith('@tidegate/') && !isBuiltin(target))
    .flatMap((target) => /^(@[\w-]+\/)?[\w-][\w.-]*(?=\/|$)/.exec(target)?.[0] ?? []);
}

// A package that only lies in somebody's node_modules is not there after npm ci.
describe.each([...WORKSPACES, 'cli', 'actions', 'scripts', 'test', 'bench'])('%s', (folder) => {
  it('imports packages that a package.json asks for', () => {
    const all = WORKSPACES.includes(folder) ? [folder] : ['', ...WORKSPACES];
    const asked = new Set(all.flatMap((each) => [...packagesOf(each)]));
    const missing = listSources([folder]).flatMap((file) =>
      packagesIn(file)
        .filter((name) => name !== undefined && !asked.has(name))
        .map((name) => `${file}: ${name}`),
    );
    expect([...new Set(missing)]).toEqual([]);
  });
});
