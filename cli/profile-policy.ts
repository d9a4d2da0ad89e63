import { findModel, parseConfig } from '@tidegate/core/config/parse-config';
import type { Model } from '@tidegate/core/config/schema';
import type { LocatedModel } from './note-unknown-columns.ts';
import type { ProfileOptions } from './profile-data.ts';
import { readText } from './read-file.ts';
import { CONFIG } from './validate-options.ts';

/** The model that the flags name; undefined where they name none. */
export function readModelOfFlags({
  model: name,
  config: file = CONFIG,
}: Pick<ProfileOptions, 'model' | 'config'>): LocatedModel | undefined {
  if (name === undefined) return undefined;
  const text = readText(file, 'the configuration');
  return { model: findModel(parseConfig(text, file), name), name, file, text };
}

/** What flags leave open is as the policy of their model has it; rows on the grids of a reference are cut as that is. */
export function withPolicy(flags: ProfileOptions, model: Model | undefined): ProfileOptions {
  if (model === undefined) return flags;
  const { reference } = flags;
  const { data, drift } = model;
  const isPrivate = drift.private ? { private: true } : {};
  if (reference !== undefined) return { ...isPrivate, ...flags };
  const { chunk, segments, thresholds } = drift;
  const isCut = flags.time !== undefined || flags.chunkBy !== undefined;
  return {
    ...isPrivate,
    target: data.target,
    minRows: drift['min-rows'],
    ...(segments.length > 0 && { segment: segments }),
    ...(thresholds === 'learnt' && chunk && !isCut && { time: chunk.column, chunkBy: chunk.by }),
    ...flags,
  };
}
