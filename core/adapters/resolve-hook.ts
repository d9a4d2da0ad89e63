import { registerHooks } from 'node:module';

/**
 * Preloaded into a training command (`node --import`): bare imports that the training repository cannot resolve are taken
 * from Tidegate's own installation, so that a TypeScript trainer needs no install step. What the repository has wins.
 */
const OURS = /^(@tidegate|@tensorflow)\//;

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (!OURS.test(specifier)) return nextResolve(specifier, context);
    try {
      return nextResolve(specifier, context);
    } catch {
      return nextResolve(specifier, { ...context, parentURL: import.meta.url });
    }
  },
});
