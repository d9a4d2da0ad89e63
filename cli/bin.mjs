#!/usr/bin/env node
// Node 24 comes with the project, as it runs TypeScript; an older one hands over.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const brought = join(folder, '../node_modules/.bin/node');
const isOld = Number(process.versions.node.split('.')[0]) < 24;
if (isOld && !existsSync(brought)) {
  console.error(
    `tidegate needs Node 24 to run; this is ${process.version}.\n→ Run npm ci in ${join(folder, '..')}: it brings Node 24 along.\n(input-invalid)`,
  );
  process.exit(3);
}
const node = isOld ? brought : process.execPath;
// Left to itself Node takes 100 MB more for what it will throw away; nothing here is faster for it but comparing columns together,
// by a seventh.
const FLAGS = ['--max-semi-space-size=1', '--heap-growing-percent=50'];
// Node remembers what it made of the sources: the second command starts in half the time. Beside them, as whoever can write there
// can change the sources too, which is not so of a folder that all users of a machine share.
const env = { NODE_COMPILE_CACHE: join(folder, '../node_modules/.cache/tidegate-compiled'), ...process.env };
const result = spawnSync(node, [...FLAGS, findEntry(), ...process.argv.slice(2)], { stdio: 'inherit', env });
if (result.signal === 'SIGINT' || result.signal === 'SIGTERM' || result.signal === 'SIGHUP')
  process.kill(process.pid, result.signal);
else if (result.status === null) {
  const why = result.signal ? `the process was ended by ${result.signal}` : result.error?.message;
  console.error(`tidegate failed: ${why}. It ran out of memory, or a file that it reads is built to end it.\n(fault)`);
  process.exit(70);
} else process.exit(result.status);

/** The bundle that npm ci makes, which starts in half the time with half the memory; the sources where one of them is newer. */
function findEntry() {
  const sources = join(folder, 'main.ts');
  if (process.argv[2] === 'demo') return sources;
  const list = join(folder, '../dist/sources.json');
  try {
    const made = statSync(list).mtimeMs;
    const isFresh = JSON.parse(readFileSync(list, 'utf8')).every(
      (file) => statSync(join(folder, '..', file)).mtimeMs <= made,
    );
    return isFresh ? join(folder, '../dist/cli/main.js') : sources;
  } catch {
    return sources;
  }
}
