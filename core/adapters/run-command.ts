import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

export interface CommandRequest {
  readonly command: string;
  /** The command runs here. */
  readonly workspace: string;
  /** All that the command sees of ours; see `chooseEnvironment`. */
  readonly environment: NodeJS.ProcessEnv;
  readonly timeoutMinutes: number;
  /** More output than this, of both streams together, ends the command; without it there is no limit. */
  readonly maxOutputBytes?: number;
  /** A line of standard output that this takes is an answer to us and is not shown. */
  readonly takeLine?: (line: string) => boolean;
  readonly onLine: (line: string) => void;
}

export type CommandEnd =
  | { readonly kind: 'done'; readonly peakMemoryBytes: number | null }
  /** `problem` follows "the command": "ended with exit code 1"; `lastLines` is what it said before, cut. */
  | { readonly kind: 'failed'; readonly problem: string; readonly lastLines: string };

const LINES_IN_ERROR = 8;
const CHARACTERS_IN_ERROR = 800;
/** A line of the command must not become one to the runner, which takes `::` after spaces too, and `##[` anywhere. */
const RUNNER_COMMAND = /^(\s*:)(?=:)|(##)(?=\[)/g;
/** Frames of a stack trace and what Node adds below it would push the message out of the last lines. */
const NOISE = /^\s*$|^\s+at .*[:(]|^Node\.js v\d/;

/** Runs a shell command in a process group of its own and waits until it and all that it started have ended. */
export async function runCommand(request: CommandRequest): Promise<CommandEnd> {
  const { command, workspace, environment, timeoutMinutes, maxOutputBytes, takeLine, onLine } = request;
  const child = spawn(command, {
    shell: true,
    cwd: workspace,
    detached: true, // a process group of its own, so that everything that it started can be ended with it
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment,
  });
  let problem: string | undefined;
  const stop = (reason: string) => {
    problem ??= reason;
    endGroup(child.pid);
    // What left the group may hold the pipes open for ever.
    child.stdout.destroy();
    child.stderr.destroy();
  };
  const lastLines: string[] = [];
  const show = (line: string) => {
    if (!NOISE.test(line)) lastLines.push(line);
    if (lastLines.length > LINES_IN_ERROR) lastLines.shift();
    onLine(line.replace(RUNNER_COMMAND, '$1$2\u200b'));
  };
  if (maxOutputBytes !== undefined) {
    let bytes = 0;
    const count = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxOutputBytes) stop(`wrote more than ${maxOutputBytes} bytes`);
    };
    child.stdout.on('data', count);
    child.stderr.on('data', count);
  }
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!takeLine?.(line)) show(line);
  });
  createInterface({ input: child.stderr }).on('line', show);
  const timer = setTimeout(() => stop(`took longer than ${timeoutMinutes} minutes`), timeoutMinutes * 60_000);
  let peak: number | null = null;
  const sampler = setInterval(() => {
    peak = Math.max(peak ?? 0, readPeakMemory(child.pid) ?? 0) || peak;
  }, 200);
  const end = await waitForEnd(child).finally(() => {
    clearTimeout(timer);
    clearInterval(sampler);
  });
  problem ??= end;
  if (problem === undefined) return { kind: 'done', peakMemoryBytes: peak };
  return { kind: 'failed', problem, lastLines: lastLines.join(' | ').slice(-CHARACTERS_IN_ERROR) || '(none)' };
}

/** What went wrong with the command, once its output is read. What it left in the background must not touch the files afterwards. */
async function waitForEnd(child: ChildProcess): Promise<string | undefined> {
  child.once('exit', () => endGroup(child.pid));
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`));
    child.once('close', (code, signal) => {
      if (code === 0) resolve(undefined);
      else resolve(signal ? `ended with signal ${signal}` : `ended with exit code ${code}`);
    });
  });
}

/** Peak resident memory of the largest single process of the command; Linux only. */
function readPeakMemory(pid: number | undefined): number | undefined {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
    const peaks = [String(pid), ...children].map(
      (id) => /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1],
    );
    return Math.max(...peaks.map((peak) => Number(peak ?? 0) * 1024));
  } catch {
    return undefined;
  }
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL');
  } catch {
    // it has ended already
  }
}
