import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Columns } from '@tidegate/core/ports/model-runtime';
import * as z from 'zod';
import { PYTHON } from '../python.ts';

const Share = z.object({ any: z.number(), columns: z.array(z.number()) });
const Answer = z.object({
  answers: z.object({ evidently: Share, tests: Share, nannyml: Share.nullable() }),
  versions: z.record(z.string(), z.string()),
});
export type PeerAnswer = z.infer<typeof Answer>;

/** What Evidently, NannyML and single tests say of windows at their defaults: shares of the windows. */
export function askPeers(reference: Columns, windows: Iterable<Columns>): PeerAnswer {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-bench-'));
  try {
    const names = Object.keys(reference);
    write(join(folder, 'reference.f64'), [reference]);
    const { count, rows } = write(join(folder, 'windows.f64'), windows);
    const script = join(import.meta.dirname, 'peers.py');
    const sizes = [rowsOf(reference), rows, count].map(String);
    const text = execFileSync(PYTHON, [script, folder, ...sizes, names.join(',')], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return Answer.parse(JSON.parse(text.trim().split('\n').at(-1) ?? ''));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function write(path: string, tables: Iterable<Columns>): { readonly count: number; readonly rows: number } {
  const file = openSync(path, 'w');
  let [count, rows] = [0, 0];
  for (const table of tables) {
    count += 1;
    rows = rowsOf(table);
    for (const column of Object.values(table)) {
      const cells = Array.from<unknown>({ length: rows });
      writeSync(
        file,
        Float64Array.from(cells, (_, row) => Number(String(column[row]).replace(/^c/, ''))),
      );
    }
  }
  closeSync(file);
  return { count, rows };
}

function rowsOf(table: Columns): number {
  return Object.values(table)[0]?.length ?? 0;
}
