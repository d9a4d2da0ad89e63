import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Files share a thread and what it has loaded: a fifth of the processor time less. No test may leave anything behind.
    pool: 'threads',
    isolate: false,
    maxWorkers: '100%', // the default leaves a core free: on two, half of the machine
    expect: { poll: { timeout: 10_000 } }, // processes start slowly where others run too
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
