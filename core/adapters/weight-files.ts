import { closeSync, constants, fstatSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { WeightPlace } from './onnx-external-data.ts';
import { refuseModel } from './refuse-model.ts';

/** Files with weights beside a model. */
export interface WeightFiles {
  /** Undefined where there is no such file. */
  sizeOf(location: string): number | undefined;
  /** Fills the target, which is as long as the place. */
  read(place: WeightPlace, target: Uint8Array): void;
}

/**
 * The files of a folder, by names that the model gives: only plain files that really lie in it. Whoever wrote the model may have
 * put links there.
 */
export function weightFilesIn(folder: string, source: string): WeightFiles {
  const refuse = (location: string, problem: string) =>
    refuseModel(source, `its data file ${JSON.stringify(location)} ${problem}`, {
      hint: 'Leave the data files themselves beside the model, or export it to one self-contained ONNX file.',
    });
  const real = realPath(folder) ?? folder;
  const found = new Map<string, { readonly path: string; readonly size: number } | undefined>();
  const find = (location: string) => {
    const path = realPath(join(real, location));
    if (path === undefined) return undefined;
    const inside = relative(real, path);
    if (isAbsolute(inside) || inside.split(sep)[0] === '..')
      throw refuse(location, 'is a symbolic link that leaves the folder of the model');
    const stats = statSync(path);
    if (!stats.isFile()) throw refuse(location, 'is no plain file'); // a named pipe would be read for ever
    return { path, size: stats.size };
  };
  const look = (location: string) => {
    if (!found.has(location)) found.set(location, find(location));
    return found.get(location);
  };
  return {
    sizeOf: (location) => look(location)?.size,
    read({ location, offset }, target) {
      // Opened for each read: a model may name thousands of files. What became a link meanwhile is not followed.
      const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
      const handle = openSync(look(location)?.path ?? '', flags);
      try {
        if (!fstatSync(handle).isFile()) throw refuse(location, 'is no plain file');
        for (let done = 0, step = 1; done < target.length; done += step) {
          step = readSync(handle, target, done, target.length - done, offset + done);
          if (step === 0) throw refuse(location, 'was cut while it was read');
        }
      } finally {
        closeSync(handle);
      }
    },
  };
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined; // it is not there, or a link that leads nowhere
  }
}
