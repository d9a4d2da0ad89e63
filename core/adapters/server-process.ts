import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { OperatorError } from '../errors.ts';

export interface ServerProcess {
  /** The server's bundle, or its source. */
  readonly entry: string;
  readonly url: string;
  /** Where it keeps its process id, log, predictions and models. */
  readonly folder: string;
  readonly apiUrl: string;
  /** Secret that lets a caller change the model. */
  readonly token: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly isLive: () => Promise<boolean>;
}

const LONGEST_START_MS = 20_000;
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];
// RUNNER_TRACKING_ID is left out on purpose: the runner ends every process that carries it when the job ends.
const HANDED_ON = ['PATH', 'HOME', 'LANG', 'TZ', 'LD_LIBRARY_PATH', 'CUDA_VISIBLE_DEVICES'];

/**
 * Starts the model server so that it outlives this job.
 * @throws OperatorError `serving-unreachable` when it does not come up or is to run elsewhere, `port-taken`
 */
export async function startServerProcess(server: ServerProcess): Promise<void> {
  const { url, folder, environment } = server;
  const { hostname, port, protocol } = new URL(url);
  if (!LOOPBACK.includes(hostname)) {
    throw new OperatorError(
      'serving-unreachable',
      `Nothing answers at ${url}, and a job starts servers on its own machine only.`,
      'Start the model server there (docs: serving), or look at the url of the environment in tidegate.yml.',
    );
  }
  mkdirSync(folder, { recursive: true });
  const logFile = join(folder, 'server.log');
  const log = openSync(logFile, 'a');
  const start = readLog(logFile).length;
  const flags = { port: port || (protocol === 'https:' ? '443' : '80'), host: hostname.replaceAll(/[[\]]/g, '') };
  const child = spawn(
    process.execPath,
    [server.entry, '--port', flags.port, '--host', flags.host, '--state', folder, '--github-api-url', server.apiUrl],
    {
      detached: true,
      stdio: ['ignore', log, log],
      env: {
        ...Object.fromEntries(HANDED_ON.map((name) => [name, environment[name]])),
        TIDEGATE_SERVING_TOKEN: server.token,
      },
    },
  );
  closeSync(log);
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  child.unref();
  const idFile = join(folder, 'server.pid');
  if (child.pid !== undefined) writeFileSync(idFile, `${child.pid}\n`);
  const deadline = performance.now() + LONGEST_START_MS;
  while (!(await server.isLive())) {
    const hasEnded = failure !== undefined || child.exitCode !== null || child.signalCode !== null;
    if (hasEnded || performance.now() > deadline) {
      child.kill('SIGKILL');
      rmSync(idFile, { force: true }); // the id of a process that has ended may belong to another one soon
      throw notStarted(url, logFile, failure?.message ?? readLog(logFile).slice(start));
    }
    await pause(50);
  }
}

function readLog(file: string): string {
  return readFileSync(file, 'utf8');
}

function notStarted(url: string, logFile: string, said: string): OperatorError {
  const lastLines = said.trim().split('\n').slice(-4).join(' | ').slice(-600);
  return new OperatorError(
    /port-taken|EADDRINUSE/.test(said) ? 'port-taken' : 'serving-unreachable',
    `The model server did not start at ${url}: ${lastLines || 'it said nothing'}.`,
    `Its log is ${logFile} on the runner.`,
  );
}
