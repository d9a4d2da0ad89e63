import { join } from 'node:path';
import { quoteText } from '../data/quote-sql.ts';
import { OperatorError } from '../errors.ts';
import type { FilesToRead } from './duckdb-relation.ts';
import type { DuckDbSession } from './duckdb-session.ts';

/**
 * Copies files of JSON, or those that a pattern matches, into the folder of the session: what is looked at before it is parsed must be
 * what is parsed, and a server may answer otherwise the second time. Each must fit into the engine's memory. @throws OperatorError
 */
export async function copyJson(
  session: DuckDbSession,
  { source, paths, signal }: FilesToRead,
): Promise<readonly string[]> {
  const copies: string[] = [];
  for (const path of paths) {
    const found = await session.ask(`SELECT filename FROM read_blob(${quoteText(path)}) ORDER BY filename`, {
      source,
      signal,
    });
    if (found.length === 0)
      throw new OperatorError('data-invalid', `No file matches ${source}.`, 'Check the address and the pattern.');
    for (const [name] of found) {
      const from = String(name);
      const ending = /\.\w+(\.gz|\.zst)?$/i.exec(from.replace(/[?#].*$/s, ''))?.[0] ?? '.json';
      const copy = join(session.folder, `${session.nextName()}${ending}`);
      // Compressed as it is: by its ending DuckDB would compress it again.
      const content = `SELECT content FROM read_blob(${quoteText(from)})`;
      await session.ask(`COPY (${content}) TO ${quoteText(copy)} (FORMAT blob, COMPRESSION none)`, { source, signal });
      session.allow(copy);
      copies.push(copy);
    }
  }
  return copies;
}
