import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

/** TypeScript sources of these folders, relative to the root, in stable order. */
export function listSources(folders: readonly string[]): readonly string[] {
  return folders
    .flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: ROOT, exclude: (name) => name === 'node_modules' }))
    .sort();
}

export function readSource(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

/** Module specifiers that a file imports; relative and workspace ones as paths from the root. */
export function listImports(file: string): readonly string[] {
  const specifiers = [...readSource(file).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
    (match) => match[1] ?? '',
  );
  return specifiers.map((specifier) => {
    if (specifier.startsWith('.')) return normalize(join(dirname(file), specifier));
    const workspace = /^@tidegate\/(core|app|serving|emulator)\/(.+)$/.exec(specifier);
    return workspace ? `${workspace[1]}/${workspace[2]}.ts` : specifier;
  });
}

export function relativeToRoot(path: string): string {
  return relative(ROOT, path);
}
