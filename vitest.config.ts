import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Commands are tested as processes: half of their time goes into reading TypeScript, which Node then remembers.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'tidegate-compile-cache') },
    include: ['test/**/*.test.ts'],
    // Files share a thread and what it has loaded: a fifth of the processor time less. No test may leave anything behind.
    pool: 'threads',
    isolate: false,
    maxWorkers: '100%', // the default leaves a core free: on two, half of the machine
    expect: { poll: { timeout: 10_000 } }, // processes start slowly where others run too
    // Those of a hang: a machine may be slow, and speed has benches.
    testTimeout: 60_000,
    hookTimeout: 90_000,
  },
});
