#!/usr/bin/env node
// The sources are TypeScript, which Node runs from version 24 on. Node 24 comes with the project, so an older one hands over.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const bundled = join(folder, '../node_modules/.bin/node');
const isOld = Number(process.versions.node.split('.')[0]) < 24;
const node = isOld && existsSync(bundled) ? bundled : process.execPath;
const result = spawnSync(node, [join(folder, 'main.ts'), ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(result.status ?? 1);
