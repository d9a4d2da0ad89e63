// Trims GitHub's OpenAPI description to the operations and webhooks that we use, and writes emulator/openapi/github.json.
//
//   node scripts/trim-openapi.ts [api.github.com.json]
//
// Without a path, @octokit/openapi 23.0.2 (MIT) is fetched with `npm pack` into a temporary folder: as a dependency it would
// add 385 MB to every install. What is kept is listed in emulator/openapi/operations.ts.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PATHS, WEBHOOKS } from '../emulator/openapi/operations.ts';
import { trim } from '../emulator/openapi/trim.ts';

const PACKAGE = '@octokit/openapi@23.0.2';
const FILE = 'package/generated/api.github.com.json';

function fetchDescription(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-openapi-'));
  try {
    const name = execFileSync('npm', ['pack', '--silent', PACKAGE], { cwd: folder, encoding: 'utf8' }).trim();
    execFileSync('tar', ['xzf', name, FILE], { cwd: folder });
    return readFileSync(join(folder, FILE), 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const path = process.argv[2];
const description: unknown = JSON.parse(path === undefined ? fetchDescription() : readFileSync(path, 'utf8'));
const trimmed = trim(description, { paths: PATHS, webhooks: WEBHOOKS });
const text = JSON.stringify({ source: PACKAGE, licence: 'MIT (Octokit contributors)', file: FILE, ...trimmed });
writeFileSync(join(import.meta.dirname, '../emulator/openapi/github.json'), `${text}\n`);
process.stdout.write(
  `${Object.keys(trimmed.operations).length} operations, ${Object.keys(trimmed.webhooks).length} webhooks, ${Object.keys(trimmed.schemas).length} schemas, ${text.length} bytes\n`,
);
