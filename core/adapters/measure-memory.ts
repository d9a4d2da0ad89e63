import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Signature } from '../data/signature.ts';
import type { Columns } from '../ports/model-runtime.ts';
import { installationRoot } from './installation-root.ts';
import { writeMemoryTask } from './memory-task.ts';

export interface MemoryRequest {
  readonly bytes: Uint8Array;
  readonly externalData?: ReadonlyMap<string, Uint8Array> | undefined;
  readonly signature: Signature;
  /** One batch, by input name: what `planInputs` makes of the data's columns. */
  readonly columns: Columns;
  readonly rows: number;
}

const LONGEST_MS = 120_000;
const HANDED_ON = ['PATH', 'HOME', 'LANG', 'TZ', 'LD_LIBRARY_PATH', 'TMPDIR'];

/**
 * Peak resident memory, in bytes, of a process of its own that loads the model on the CPU and predicts one batch: Node and ONNX
 * Runtime are in it. Null when that process does not end well: a peak that was not seen is no small one.
 */
export async function measureMemory(request: MemoryRequest): Promise<number | null> {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-memory-'));
  try {
    const externalData = [...(request.externalData ?? [])].map(([path, data], index) => {
      const file = `data-${index}.bin`;
      writeFileSync(join(folder, file), data);
      return { path, file };
    });
    const { columns, rows, signature } = request;
    writeFileSync(join(folder, 'model.onnx'), request.bytes);
    writeFileSync(
      join(folder, 'task.json'),
      writeMemoryTask({ inputs: signature.inputs, columns, rows, externalData }),
    );
    return await runWorker(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs from the sources in every installation: the bundles have no entry for it. */
async function runWorker(folder: string): Promise<number | null> {
  const worker = join(installationRoot(), 'core/adapters/memory-worker.ts');
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [worker, folder], {
      timeout: LONGEST_MS,
      killSignal: 'SIGKILL',
      env: Object.fromEntries(HANDED_ON.map((name) => [name, process.env[name]])),
    });
    const peak = Number(stdout.trim());
    return Number.isInteger(peak) && peak > 0 ? peak : null;
  } catch {
    return null;
  }
}
