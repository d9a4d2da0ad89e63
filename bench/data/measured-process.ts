import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const POLL = 10;

export interface Measured {
  readonly seconds: number;
  /** Megabytes of resident memory at most. */
  readonly peak: number;
  readonly code: number | null;
  readonly output: string;
}

/** Runs a program; its time from start to end, and the most memory that it held (Linux). */
export function measureProcess(program: string, args: readonly string[], codes = [0]): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    // As `tidegate` starts itself: what Node made of the sources is remembered from one run to the next.
    const env = { NODE_COMPILE_CACHE: join(tmpdir(), 'tidegate-compile-cache'), ...process.env };
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
    let [peak, output, errors] = [0, '', ''];
    // The kernel keeps the peak: only what came in the last moments before the end can be missed.
    const timer = setInterval(() => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
        peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
      } catch {
        // It has just ended.
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
