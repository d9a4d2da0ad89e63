import { type OpenedData, openData } from '@tidegate/core/adapters/open-data';
import type { ProfileRequest } from '@tidegate/core/profile/build-profile';
import { followWork } from './follow-work.ts';

/** What may be said about the engine that counts. */
export interface Engines {
  readonly threads?: number;
  readonly memory?: number;
}

/** Opens files for a while; shows progress, and stops the engine when the person does. */
export async function withData<Result>(
  files: readonly string[],
  { threads, memory }: Engines,
  use: (opened: Omit<ProfileRequest, 'model'>) => Promise<Result>,
): Promise<Result> {
  const { signal, onProgress, finish } = followWork(`Counting ${files[0] ?? ''}`);
  const memoryBytes = memory === undefined ? undefined : memory * 1024 ** 2;
  try {
    const { engine, relations, close }: OpenedData = await openData([files], {
      signal,
      onProgress,
      threads,
      memoryBytes,
    });
    try {
      const [relation] = relations;
      if (!relation) throw new Error('a reference has one relation');
      return await use({ engine, relation, signal, onProgress });
    } finally {
      await close();
    }
  } finally {
    finish();
  }
}
