import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const POLL = 10;

export interface Measured {
  readonly seconds: number;
  /** Megabytes of resident memory at most, of the largest process: the program, or one that it started. */
  readonly peak: number;
  readonly code: number | null;
  readonly output: string;
}

const childrenOf = (pid: number | undefined) => readProcess(`${pid}/task/${pid}/children`).trim().split(' ');

/** Empty where the process has just ended. */
function readProcess(file: string): string {
  try {
    return readFileSync(`/proc/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/** Runs a program; its time from start to end, and the most memory that it held (Linux). */
export function measureProcess(program: string, args: readonly string[], codes = [0]): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let [peak, output, errors] = [0, '', ''];
    // The kernel keeps the peak: only what came in the last moments before the end can be missed.
    const timer = setInterval(() => {
      for (const pid of [child.pid, ...childrenOf(child.pid)]) {
        const status = readProcess(`${pid}/status`);
        peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
      }
    }, POLL);
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(timer);
      const seconds = (performance.now() - start) / 1000;
      if (code === null || !codes.includes(code))
        reject(new Error(`${program} ${args.join(' ')} ended with ${code}: ${errors}`));
      else resolve({ seconds, peak, code, output });
    });
  });
}
