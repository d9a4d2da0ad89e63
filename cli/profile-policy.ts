import { findModel, parseConfig } from '@tidegate/core/config/parse-config';
import type { ProfileOptions } from './profile-data.ts';
import { readText } from './read-file.ts';
import { CONFIG } from './validate-options.ts';

/** What flags leave open is as the policy of their model has it; rows on the grids of a reference are cut as that is. */
export function withPolicy(flags: ProfileOptions): ProfileOptions {
  const { model, config = CONFIG, reference } = flags;
  if (model === undefined) return flags;
  const { data, drift } = findModel(parseConfig(readText(config, 'the configuration'), config), model);
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
