import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** Programs for the interop suite: too large for a dependency, out of git's sight. */
export const CACHE = join(import.meta.dirname, '../../node_modules/.cache/tidegate-interop');

/** A package with programs inside; its install scripts do not run. Gives its folder. */
export function installNpm(name: string, version: string): string {
  const root = join(CACHE, `${name.replaceAll('/', '_')}-${version}`);
  const folder = join(root, 'node_modules', name);
  if (existsSync(join(root, 'complete'))) return folder;
  console.log(`Fetching ${name}@${version} from npm …`);
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, 'package.json'), '{"private": true}');
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-save', `${name}@${version}`], {
    cwd: root,
    stdio: 'pipe',
  });
  writeFileSync(join(root, 'complete'), '');
  return folder;
}

/** Debian packages, taken apart and not installed. Gives the folder that stands for /. */
export function installDebian(name: string, packages: readonly string[]): string {
  const root = join(CACHE, `debian-${name}`);
  if (existsSync(root)) return root;
  console.log(`Fetching Debian's ${packages.join(', ')} …`);
  const folder = `${root}.partial`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const download = () => execFileSync('apt-get', ['download', ...packages], { cwd: folder, stdio: 'pipe' });
  try {
    download();
  } catch {
    execFileSync('apt-get', ['update'], { stdio: 'pipe' }); // a new machine knows no packages yet, or old ones
    download();
  }
  for (const file of readdirSync(folder).filter((entry) => entry.endsWith('.deb')))
    execFileSync('dpkg', ['-x', file, '.'], { cwd: folder });
  renameSync(folder, root);
  return root;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/** What this machine can run; undefined, and said aloud, where it cannot. */
export async function availableOr<Thing>(name: string, make: () => Thing | Promise<Thing>): Promise<Thing | undefined> {
  try {
    return await make();
  } catch (error) {
    console.error(
      `\nSKIPPED: ${name} cannot be had here: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}\n`,
    );
    return undefined;
  }
}
