import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Root folder of this installation of Tidegate, whether it runs from its sources or from the bundles in dist/. */
export function installationRoot(from: string = import.meta.dirname): string {
  if (existsSync(join(from, 'core/adapters/resolve-hook.ts'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('This file is not inside an installation of Tidegate.');
  return installationRoot(parent);
}
