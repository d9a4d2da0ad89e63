import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** `hashFiles(…)`: SHA-256 over the SHA-256 of every matching file in the order of their paths; '' when none matches. */
export function hashFiles(workspace: string, patterns: readonly string[]): string {
  const lines = patterns.flatMap((pattern) => pattern.split('\n')).map((line) => line.trim());
  const excluded = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
  const wanted = lines.filter((line) => line !== '' && !line.startsWith('!'));
  const files = globSync(wanted, { cwd: workspace, exclude: excluded })
    .filter((file) => statSync(join(workspace, file)).isFile())
    .sort();
  if (files.length === 0) return '';
  const all = createHash('sha256');
  for (const file of files)
    all.update(
      createHash('sha256')
        .update(readFileSync(join(workspace, file)))
        .digest(),
    );
  return all.digest('hex');
}
