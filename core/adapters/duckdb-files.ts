import { existsSync, statSync, symlinkSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { quoteText } from '../data/quote-sql.ts';
import { OperatorError } from '../errors.ts';
import { isRemote } from '../sql/reference.ts';
import type { DuckDbSession } from './duckdb-session.ts';

const PATTERN = /[*?[]/;

/** Files by name or pattern, in the order of their names; each of them stays readable. @throws OperatorError `data-invalid` */
export async function findFiles(
  session: DuckDbSession,
  paths: readonly string[],
  source: string,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of paths) {
    if (isRemote(path)) found.push(path);
    else if (existsSync(path)) found.push(plainPath(session, path));
    else found.push(...(await expand(session, path, source)));
  }
  for (const path of found) {
    if (!isRemote(path)) refuseEmpty(path, source);
    session.allow(isRemote(path) ? withoutPattern(path) : path);
  }
  return found;
}

async function expand(session: DuckDbSession, pattern: string, source: string): Promise<readonly string[]> {
  const rows = PATTERN.test(pattern)
    ? await session.ask(`SELECT file FROM glob(${quoteText(pattern)}) ORDER BY file`, { source })
    : [];
  if (rows.length > 0) return rows.map(([file]) => plainPath(session, String(file)));
  throw new OperatorError(
    'data-invalid',
    PATTERN.test(pattern) ? `No file matches ${pattern}.` : `There is no file ${pattern}.`,
    'Check the path, and that the files are checked out.',
  );
}

/** DuckDB takes a name with * ? or [ as a pattern, which could match other files: such a file is read by a link. */
function plainPath(session: DuckDbSession, path: string): string {
  if (!PATTERN.test(path)) return path;
  const link = join(session.folder, `${session.nextName()}${extname(path)}`);
  symlinkSync(resolve(path), link);
  return link;
}

function refuseEmpty(path: string, source: string): void {
  const { size } = statSync(path);
  if (size > 0) return;
  throw new OperatorError(
    'data-invalid',
    `${path === source ? source : `${path} of ${source}`} is empty: 0 bytes.`,
    'Check what wrote it.',
  );
}

/** What an address begins with before its first wildcard. */
function withoutPattern(address: string): string {
  const start = address.search(/[*[]/);
  return start < 0 ? address : address.slice(0, address.lastIndexOf('/', start) + 1);
}
