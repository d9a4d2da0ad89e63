import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { OperatorError } from '@tidegate/core/errors';

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
    await new DefaultArtifactClient().uploadArtifact(name, paths, folder).catch((cause: unknown) => {
      throw new OperatorError(
        'github-unavailable',
        `The artifact ${name} was not uploaded: ${cause instanceof Error ? cause.message : String(cause)}`,
        'Run the job again. If it stays, look at the storage quota of the organisation and at the runner’s network.',
        cause,
      );
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
