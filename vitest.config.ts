import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    maxWorkers: '100%', // the default leaves a core free: on two, half of the machine
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
