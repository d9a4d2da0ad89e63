import { globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { AnyContract } from './action-documents.ts';

const ROOT = join(import.meta.dirname, '..');

/** Every Action's folder and contract, found by its folder. */
export async function readContracts(): Promise<ReadonlyMap<string, AnyContract>> {
  const files = globSync('actions/*/contract.ts', { cwd: ROOT })
    .filter((file) => !file.includes('shared'))
    .sort();
  const contracts = files.map(async (file): Promise<[string, AnyContract]> => {
    const module: Readonly<Record<string, AnyContract>> = await import(join(ROOT, file));
    const [contract, ...others] = Object.values(module);
    if (!contract || others.length > 0) throw new Error(`${file} must export one contract.`);
    return [basename(dirname(file)), contract];
  });
  return new Map(await Promise.all(contracts));
}
