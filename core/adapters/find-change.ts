import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, posix, relative, resolve, sep } from 'node:path';
import { LISTED_FILES_MAX } from '../limits.ts';

/** What a pull request makes of a file of the workspace: `at` is the file behind links, `by` what it changes on the way there. */
export type Change =
  | { readonly kind: 'none' }
  | { readonly kind: 'changed' | 'perhaps'; readonly at: string }
  | { readonly kind: 'led-elsewhere'; readonly by: string };

const MOST_LINKS = 40;

/** Whether one of the listed files is this file, the file that it is a link to, or a folder or link on the way. */
export function findChange(workspace: string, path: string, files: readonly string[]): Change {
  const listed = new Set(files);
  const { links, at } = follow(workspace, path);
  // A folder is listed where it is a submodule, or becomes a link.
  const by = [...links, ...foldersOf(at)].find((step) => listed.has(step));
  if (by !== undefined) return { kind: 'led-elsewhere', by };
  if (listed.has(at)) return { kind: 'changed', at };
  // Where GitHub's list ends, any file may have changed.
  return files.length < LISTED_FILES_MAX ? { kind: 'none' } : { kind: 'perhaps', at };
}

/** The same list with the named files that change although the list does not name them. */
export function withLedElsewhere(
  workspace: string,
  files: readonly string[],
  paths: readonly (string | undefined)[],
): readonly string[] {
  const led = paths.filter((path) => path !== undefined).filter((path) => !files.includes(path));
  const isTouched = (path: string) => ['changed', 'led-elsewhere'].includes(findChange(workspace, path, files).kind);
  return [...files, ...led.filter(isTouched)];
}

function follow(workspace: string, path: string): { readonly links: readonly string[]; readonly at: string } {
  const links: string[] = [];
  for (let at: string | undefined = posix.normalize(path); at !== undefined && links.length < MOST_LINKS; ) {
    const here: string = at;
    const link = [...foldersOf(here), here].find((step) => isLink(join(workspace, step)));
    if (link === undefined) return { links, at: here };
    links.push(link, ...foldersOf(link));
    const target = resolve(dirname(join(workspace, link)), readlinkSync(join(workspace, link)));
    at = insideOf(workspace, `${target}${here.slice(link.length)}`);
  }
  // A way that leaves the workspace may come back to it.
  return { links, at: realOf(workspace, path) ?? path };
}

function realOf(workspace: string, path: string): string | undefined {
  try {
    return insideOf(realpathSync(workspace), realpathSync(join(workspace, path)));
  } catch {
    return undefined;
  }
}

function insideOf(workspace: string, target: string): string | undefined {
  const inside = relative(workspace, target);
  return inside === '' || isAbsolute(inside) || inside.split(sep)[0] === '..' ? undefined : inside.split(sep).join('/');
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/** `a/b/c.csv` is in `a` and in `a/b`. */
function foldersOf(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
