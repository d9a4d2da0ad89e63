import { randomUUID } from 'node:crypto';
import { readDriftPageAssets } from '@tidegate/core/adapters/drift-page-assets';
import { DRIFT_DEFAULTS, type Drift } from '@tidegate/core/config/drift';
import { findModel, parseConfig } from '@tidegate/core/config/parse-config';
import type { Model } from '@tidegate/core/config/schema';
import { renderDocument } from '@tidegate/core/document';
import { compareProfiles } from '@tidegate/core/drift/compare-profiles';
import type { DriftReport } from '@tidegate/core/drift/drift-report';
import { listUndecided } from '@tidegate/core/drift/narrow-finding';
import { renderDriftPage } from '@tidegate/core/report/drift-page/render-drift-page';
import { renderDriftReport } from '@tidegate/core/report/render-drift';
import { featuresOf } from './comparable-columns.ts';
import { countFinerSides, countSides } from './count-sides.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { measureRows, namesOf, type RowFlags } from './measure-rows.ts';
import { chunkOf, type ProfileOptions } from './profile-data.ts';
import { readText } from './read-file.ts';
import { refuseIdleDriftFlags, refuseIdleNames } from './refuse-idle-drift-flags.ts';
import { warnOfNotCounted } from './warn-of-not-counted.ts';
import { writeOutput } from './write-file.ts';

const CONFIG = 'tidegate.yml';

export interface DriftOptions extends Omit<ProfileOptions, 'reference' | 'target' | 'prediction'>, RowFlags {
  readonly reference: string;
  readonly current: readonly string[];
  readonly config?: string;
  readonly model?: string;
  readonly thresholds?: Drift['thresholds'];
  readonly skew?: true;
  readonly format: 'json' | 'markdown' | 'html';
}

/** Compares rows with a reference; gives the exit code. */
export async function drift(options: DriftOptions): Promise<number> {
  refuseIdleDriftFlags(options);
  const policy = readPolicy(options);
  const report = await compare(options, policy, readSettings(policy, options));
  const text = await render(report, options.format);
  writeOutput(options.out, text);
  return exitCodeOf(report);
}

/** Columns that their counts leave open are counted again on a finer grid, where the rows of both sides are at hand. */
async function compare(options: DriftOptions, policy: Model | undefined, settings: Drift): Promise<DriftReport> {
  const sides = await countSides(options, settings, namesOf(options, policy));
  const { reference, profile, isCounted, current, segments, chunks, newColumns = [], notCounted = [] } = sides;
  warnOfNotCounted(notCounted);
  refuseIdleNames(options, profile);
  const features = featuresOf(reference, settings);
  const rows = { ...options, settings, policy, features, profile, isProfile: !isCounted };
  const measured = await measureRows(options, rows);
  const clock = { now: () => new Date(), id: randomUUID };
  const compares = options.skew && ('training-serving-skew' as const);
  const question = {
    reference,
    current,
    segments,
    chunks,
    newColumns,
    notCounted,
    settings,
    clock,
    compares,
    ...measured,
  };
  const report = compareProfiles(question);
  const names = listUndecided(report.columns);
  if (!isCounted || names.size === 0) return report;
  return compareProfiles({ ...question, finer: await countFinerSides(options, reference, names) });
}

async function render(report: DriftReport, format: DriftOptions['format']): Promise<string> {
  if (format === 'json') return renderDocument(report);
  return format === 'html' ? renderDriftPage(report, readDriftPageAssets()) : `${renderDriftReport(report)}\n`;
}

function readPolicy({ model, config = CONFIG }: DriftOptions): Model | undefined {
  return model === undefined ? undefined : findModel(parseConfig(readText(config, 'the configuration'), config), model);
}

function readSettings(policy: Model | undefined, options: DriftOptions): Drift {
  const { minRows, segment, thresholds } = options;
  const settings = policy?.drift ?? DRIFT_DEFAULTS;
  const chunk = chunkOf(options) ?? settings.chunk;
  return {
    ...settings,
    ...(minRows !== undefined && { 'min-rows': minRows }),
    ...(segment && { segments: [...segment] }),
    ...(thresholds && { thresholds }),
    ...(chunk && { chunk }),
  };
}

function exitCodeOf({ outcome }: DriftReport): number {
  return { none: EXIT_CODES.pass, drift: EXIT_CODES.fail, 'cannot-tell': EXIT_CODES['cannot-tell'] }[outcome];
}
