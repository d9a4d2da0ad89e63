import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseDocument } from '@tidegate/core/document';
import { PROFILE } from '@tidegate/core/profile/profile';
import { expect, it } from 'vitest';
import { ROOT } from '../architecture/source-files.ts';

/** Here and not in `npm test`: ten seconds of two processors, and a gigabyte of disk for what does not fit into memory. */
const ROWS = 10_000_000;

it.each([
  ['all different are text', `SELECT 'customer ' || i AS who FROM range(${ROWS}) t(i)`, 'text', ROWS],
  [
    'those that repeat beside them make categories of all',
    `SELECT CASE WHEN i % 3 = 0 THEN 'customer ' || i ELSE 'k' || (i % 7) END AS who FROM range(${3 * ROWS}) t(i)`,
    'categorical',
    3 * ROWS,
  ],
])('ten million values: %s, and memory is what was allowed', (_, sql, kind, rows) => {
  // VmHWM: the most memory that the process had at once.
  const measure =
    "process.on('exit', () => process.stderr.write(require('node:fs').readFileSync('/proc/self/status', 'utf8')))";
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      '--import',
      `data:text/javascript,import { createRequire } from 'node:module'; const require = createRequire('/'); ${measure}`,
      join(ROOT, 'cli/main.ts'),
      'profile',
      `sql:${sql}`,
      '--memory',
      '256',
    ],
    { encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 },
  );
  expect(status, stderr).toBe(0);
  const { source, columns } = parseDocument(PROFILE, stdout, 'profile');
  expect([source.rows, columns[0]?.kind]).toEqual([rows, kind]);
  if (columns[0]?.kind === 'categorical') {
    const { counts, other, isComplete } = columns[0].categories;
    expect([counts.length, isComplete, counts.reduce((sum, count) => sum + count, other)]).toEqual([200, false, rows]);
  }
  const peak = Number(/VmHWM:\s+(\d+) kB/.exec(stderr)?.[1]) / 1024;
  // What the engine may hold, and as much again for Node and what it reads ahead.
  expect(peak).toBeLessThan(700);
});
