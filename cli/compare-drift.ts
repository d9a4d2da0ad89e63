import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { readDriftPageAssets } from '@tidegate/core/adapters/drift-page-assets';
import { DRIFT_DEFAULTS, type Drift } from '@tidegate/core/config/drift';
import { findModel, parseConfig } from '@tidegate/core/config/parse-config';
import type { Model } from '@tidegate/core/config/schema';
import { renderDocument } from '@tidegate/core/document';
import { compareProfiles } from '@tidegate/core/drift/compare-profiles';
import type { DriftReport } from '@tidegate/core/drift/drift-report';
import { renderDriftPage } from '@tidegate/core/report/drift-page/render-drift-page';
import { renderDriftReport } from '@tidegate/core/report/render-drift';
import { comparableColumns, featuresOf } from './comparable-columns.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { measureRows, namesOf, type RowFlags } from './measure-rows.ts';
import { countFiles, isProfile, type ProfileOptions, readReference } from './profile-data.ts';
import { readText } from './read-file.ts';

export interface DriftOptions extends Omit<ProfileOptions, 'reference' | 'target' | 'prediction'>, RowFlags {
  readonly reference: string;
  readonly current: readonly string[];
  readonly config: string;
  readonly model?: string;
  readonly minRows?: number;
  readonly format: 'json' | 'markdown' | 'html';
}

/** Compares rows with a reference; gives the exit code. */
export async function drift(options: DriftOptions): Promise<number> {
  const policy = readPolicy(options);
  const settings = readSettings(policy, options);
  const roles = namesOf(options, policy);
  const whole = await readReference(options.reference, { ...options, target: roles.target }, process.env);
  const reference = await comparableColumns(whole, roles, options);
  const current = await countFiles(options.current, reference, options);
  const features = featuresOf(reference, settings);
  const measured = await measureRows(options, {
    ...options,
    settings,
    policy,
    features,
    profile: whole,
    isProfile: isProfile(options.reference),
  });
  const clock = { now: () => new Date(), id: randomUUID };
  const report = compareProfiles({ reference, current, settings, clock, ...measured });
  const text = await render(report, options.format);
  if (options.out === undefined) process.stdout.write(text);
  else writeFileSync(options.out, text);
  return exitCodeOf(report);
}

async function render(report: DriftReport, format: DriftOptions['format']): Promise<string> {
  if (format === 'json') return renderDocument(report);
  return format === 'html' ? renderDriftPage(report, readDriftPageAssets()) : `${renderDriftReport(report)}\n`;
}

function readPolicy({ model, config }: DriftOptions): Model | undefined {
  return model === undefined ? undefined : findModel(parseConfig(readText(config, 'the configuration'), config), model);
}

function readSettings(policy: Model | undefined, { minRows }: DriftOptions): Drift {
  const settings = policy?.drift ?? DRIFT_DEFAULTS;
  return minRows === undefined ? settings : { ...settings, 'min-rows': minRows };
}

function exitCodeOf({ outcome }: DriftReport): number {
  return { none: EXIT_CODES.pass, drift: EXIT_CODES.fail, 'cannot-tell': EXIT_CODES['cannot-tell'] }[outcome];
}
