import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Uploads files, given by name, as one artifact of this run. */
export async function uploadArtifact(
  temporaryFolder: string,
  name: string,
  files: Readonly<Record<string, Uint8Array | string>>,
): Promise<void> {
  const folder = mkdtempSync(join(temporaryFolder, 'tidegate-artifact-'));
  try {
    const paths = Object.entries(files).map(([file, content]) => {
      const path = join(folder, basename(file));
      writeFileSync(path, content);
      return path;
    });
    // Loaded when it is needed: most Actions upload nothing, and this is the largest part of a bundle.
    const { DefaultArtifactClient } = await import('@actions/artifact');
    await new DefaultArtifactClient().uploadArtifact(name, paths, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
