import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import util from 'node:util';
import type * as Core from '@tensorflow/tfjs-core';
import type * as Layers from '@tensorflow/tfjs-layers';

/** The parts of TF.js that training needs, on the fastest backend that is installed. */
export interface TensorFlow {
  readonly core: typeof Core;
  readonly layers: typeof Layers;
  /** `tensorflow-gpu`, `tensorflow` (native) or `wasm`. */
  readonly backend: string;
}

const NATIVE = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;

/**
 * Loads TF.js: the native GPU or CPU package where the user has installed one (searched from `from`, the training
 * repository), else WebAssembly, which comes with Tidegate and gives the same numbers on every machine.
 */
export async function loadTensorFlow(from: string = import.meta.url): Promise<TensorFlow> {
  const require = createRequire(from);
  for (const name of NATIVE) {
    if (!isInstalled(require, name)) continue;
    supplyRemovedTests();
    // It re-exports core and layers bound to its own backend; packages of those names elsewhere would be other instances.
    const native: typeof Core & typeof Layers = require(name);
    return { core: native, layers: native, backend: name.endsWith('gpu') ? 'tensorflow-gpu' : 'tensorflow' };
  }
  return loadWebAssembly();
}

async function loadWebAssembly(): Promise<TensorFlow> {
  const require = createRequire(import.meta.url);
  const core: typeof Core = require('@tensorflow/tfjs-core');
  const layers: typeof Layers = require('@tensorflow/tfjs-layers');
  // Some gradient kernels exist on the CPU backend only; TF.js falls back to none by itself, so both are registered.
  require('@tensorflow/tfjs-backend-cpu');
  const wasm: {
    setWasmPaths(folder: string): void;
    setThreadsCount(count: number): void;
  } = require('@tensorflow/tfjs-backend-wasm');
  wasm.setWasmPaths(`${join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist')}/`);
  // More threads add in another order each time, and the sums differ in the last bits.
  wasm.setThreadsCount(1);
  await core.setBackend('wasm');
  await core.ready();
  return { core, layers, backend: 'wasm' };
}

function isInstalled(require: NodeJS.Require, name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}

/** tfjs-node 4.22 calls type tests of node:util that Node 23 removed. */
function supplyRemovedTests(): void {
  const removed = {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  };
  for (const [name, test] of Object.entries(removed)) if (!(name in util)) Object.assign(util, { [name]: test });
}
