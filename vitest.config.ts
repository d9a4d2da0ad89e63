import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // @actions/workflow-parser imports JSON without an import attribute; inlining lets Vite load it.
    server: { deps: { inline: [/@actions\/(workflow-parser|expressions)/] } },
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
