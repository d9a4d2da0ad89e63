import { spawn } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

export interface CommandRequest {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
}

/** A server that the step leaves behind may hold the pipes open: this long after the exit we stop reading. */
const DRAIN_MS = 1_000;

/** Runs a command in a process group of its own; resolves with its exit code once all its output is read. */
export function runCommand(request: CommandRequest): Promise<number> {
  const { file, args, cwd, env, onLine, signal } = request;
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const endGroup = () => {
      if (child.pid) signalGroup(child.pid, 'SIGKILL');
    };
    signal.addEventListener('abort', endGroup, { once: true });
    const readers = [child.stdout, child.stderr].map((input) => createInterface({ input }));
    const drained = Promise.all(
      readers.map((reader) => {
        reader.on('line', onLine);
        return new Promise<void>((done) => reader.once('close', done));
      }),
    );
    const finish = (code: number) => {
      signal.removeEventListener('abort', endGroup);
      for (const reader of readers) reader.close();
      resolve(code);
    };
    child.once('error', (error) => {
      onLine(`${file}: ${error.message}`);
      finish(127);
    });
    child.once('exit', async (code) => {
      const impatience = new AbortController();
      const timer = setTimeout(() => impatience.abort(), DRAIN_MS);
      await Promise.race([drained, new Promise((done) => impatience.signal.addEventListener('abort', done))]);
      clearTimeout(timer);
      finish(code ?? 137);
    });
    if (signal.aborted) endGroup();
  });
}

/** Ends processes that still carry the job's tracking id, as the real runner does when a job ends. Linux only. */
export function endOrphans(trackingId: string): void {
  for (const file of globSync('/proc/[0-9]*/environ')) {
    try {
      if (readFileSync(file, 'latin1').split('\0').includes(`RUNNER_TRACKING_ID=${trackingId}`))
        process.kill(Number(file.split('/')[2]), 'SIGKILL');
    } catch {
      // it ended in the meantime, or is not ours to read
    }
  }
}

function signalGroup(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch {
    // it has ended already
  }
}
