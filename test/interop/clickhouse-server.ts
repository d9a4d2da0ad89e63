import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, installDebian, installNpm } from './postgres-install.ts';

export const CHDB_VERSION = '3.4.0';
/** What clickhouse-server 18.16 of Debian 12 needs beyond a small system. */
const DEBIAN = [
  'clickhouse-server', 'clickhouse-common', 'libcapnp-0.9.2', 'libcctz2', 'libcpuinfo0', 'libfarmhash0', 'libjemalloc2', 'libmariadb3',
  'libmetrohash1', 'libpcre3', 'libodbc2', 'librdkafka1', 'libre2-9', 'libpocofoundation80', 'libpocodata80', 'libpocodataodbc80',
  'libpoconet80', 'libpocomongodb80', 'libpococrypto80', 'libpocojson80', 'libpocoxml80', 'libpocoutil80', 'libpoconetssl80',
]; // biome-ignore format: a list of names

export interface ClickHouseServer {
  readonly port: number;
  readonly tcpPort: number;
  /** Runs a statement as nobody but this test would. */
  run(statement: string): Promise<string>;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** The current engine, from npm, behind HTTP. */
export async function startChdb(): Promise<ClickHouseServer> {
  const folder = installNpm('chdb', CHDB_VERSION);
  const data = mkdtempSync(join(tmpdir(), 'tidegate-chdb-'));
  const port = await freePort();
  const bridge = join(import.meta.dirname, 'clickhouse-chdb-bridge.ts');
  const child = spawn(process.execPath, [bridge, folder, String(port)], {
    env: { ...process.env, CHDB_PATH: join(data, 'db') },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return ready(child, data, port, 0);
}

/** Two servers of Debian's version; each knows a cluster `two` of both as its shards, and leaves out shards that are away. */
export async function startCluster(): Promise<readonly [ClickHouseServer, ClickHouseServer]> {
  const root = installDebian('clickhouse', DEBIAN);
  const ports = [await freePort(), await freePort(), await freePort(), await freePort()] as const;
  const shards = [ports[1], ports[3]]
    .map((port) => `<shard><replica><host>127.0.0.1</host><port>${port}</port></replica></shard>`)
    .join('');
  return [await startDebian(root, ports[0], ports[1], shards), await startDebian(root, ports[2], ports[3], shards)];
}

async function startDebian(root: string, port: number, tcpPort: number, shards: string): Promise<ClickHouseServer> {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-clickhouse-'));
  for (const name of ['data', 'tmp']) mkdirSync(join(folder, name));
  writeFileSync(
    join(folder, 'config.xml'),
    `<yandex><logger><level>none</level></logger><http_port>${port}</http_port><tcp_port>${tcpPort}</tcp_port>
    <listen_host>127.0.0.1</listen_host><path>${folder}/data/</path><tmp_path>${folder}/tmp/</tmp_path>
    <users_config>users.xml</users_config><default_profile>default</default_profile><default_database>default</default_database>
    <mark_cache_size>67108864</mark_cache_size><remote_servers><two>${shards}</two></remote_servers></yandex>`,
  );
  writeFileSync(
    join(folder, 'users.xml'),
    `<yandex><profiles><default><skip_unavailable_shards>1</skip_unavailable_shards></default></profiles><users>
    <default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default>
    <reader><password>only-reads-9</password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></reader>
    </users><quotas><default></default></quotas></yandex>`,
  );
  const libraries = ['usr/lib', 'lib'].map((part) => join(root, part, 'x86_64-linux-gnu')).join(':');
  const child = spawn(join(root, 'usr/sbin/clickhouse-server'), ['--config-file', join(folder, 'config.xml')], {
    cwd: folder,
    env: { PATH: process.env['PATH'], LD_LIBRARY_PATH: libraries },
    stdio: 'ignore',
  });
  return ready(child, folder, port, tcpPort);
}

async function ready(child: ChildProcess, folder: string, port: number, tcpPort: number): Promise<ClickHouseServer> {
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };
  const run = async (statement: string) => {
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: statement });
    const text = await response.text();
    if (!response.ok) throw new Error(text.slice(0, 500));
    return text;
  };
  const server: ClickHouseServer = {
    port,
    tcpPort,
    run,
    kill: () => end('SIGKILL'),
    stop: async () => {
      await end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
  child.on('error', () => undefined); // said by the loop below
  for (let tries = 0; ; tries += 1) {
    try {
      await run('SELECT 1');
      return server;
    } catch (error) {
      if (tries < 150 && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 100));
      else {
        await server.stop();
        throw child.exitCode === null ? error : new Error(`it ended with code ${child.exitCode}`);
      }
    }
  }
}
