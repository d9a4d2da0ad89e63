import { realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/**
 * Where a file of a checkout is; undefined where it is not there, or a link out of the checkout or to git's own files, which hold
 * the token of the job.
 */
export function findIn(folder: string, path: string): string | undefined {
  try {
    const [root, found] = [realpathSync(folder), realpathSync(join(folder, path))];
    const isInside = found.startsWith(root.endsWith(sep) ? root : root + sep);
    const isOfGit = relative(root, found)
      .split(sep)
      .some((part) => part.toLowerCase() === '.git');
    return isInside && !isOfGit ? found : undefined;
  } catch {
    return undefined;
  }
}
