import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument, renderDocument } from '@tidegate/core/document';
import { MANIFEST, type Manifest } from '@tidegate/core/release/manifest';

/** The version that was served last, kept on disk so that a restart serves it again without GitHub. */
export interface ModelStore {
  save(manifest: Manifest, bytes: Uint8Array): Promise<void>;
  read(): Promise<{ readonly manifest: Manifest; readonly bytes: Uint8Array } | undefined>;
}

export function createModelStore(folder: string): ModelStore {
  const current = join(folder, 'current.json');
  const modelFile = (manifest: Manifest) => join(folder, `${manifest.onnx.digest.replace(':', '-')}.onnx`);
  // Written beside and renamed: a crash leaves the old version, never half of the new one.
  const write = async (file: string, content: string | Uint8Array) => {
    await writeFile(`${file}.new`, content);
    await rename(`${file}.new`, file);
  };
  return {
    async save(manifest, bytes) {
      await mkdir(folder, { recursive: true });
      await write(modelFile(manifest), bytes);
      await write(current, renderDocument(manifest));
    },
    async read() {
      if (!existsSync(current)) return undefined;
      const manifest = parseDocument(MANIFEST, await readFile(current, 'utf8'), current);
      return { manifest, bytes: await readFile(modelFile(manifest)) };
    },
  };
}
