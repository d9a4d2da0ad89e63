import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { DRIFT_DEFAULTS, type Drift } from '@tidegate/core/config/drift';
import { findModel, parseConfig } from '@tidegate/core/config/parse-config';
import { renderDocument } from '@tidegate/core/document';
import { compareProfiles } from '@tidegate/core/drift/compare-profiles';
import type { DriftReport } from '@tidegate/core/drift/drift-report';
import { renderDriftReport } from '@tidegate/core/report/render-drift';
import { EXIT_CODES } from './exit-codes.ts';
import { countFiles, type ProfileOptions, readReference } from './profile-data.ts';
import { readText } from './read-file.ts';

export interface DriftOptions extends Omit<ProfileOptions, 'reference'> {
  readonly reference: string;
  readonly current: readonly string[];
  readonly config: string;
  readonly model?: string;
  readonly minRows?: number;
  readonly format: 'json' | 'markdown';
}

/** Compares rows with a reference; gives the exit code. */
export async function drift(options: DriftOptions): Promise<number> {
  const settings = readSettings(options);
  const reference = await readReference(options.reference, options, process.env);
  const current = await countFiles(options.current, reference, options);
  const clock = { now: () => new Date(), id: randomUUID };
  const report = compareProfiles({ reference, current, settings, clock });
  const text = options.format === 'json' ? renderDocument(report) : `${renderDriftReport(report)}\n`;
  if (options.out === undefined) process.stdout.write(text);
  else writeFileSync(options.out, text);
  return exitCodeOf(report);
}

function readSettings({ model, config, minRows }: DriftOptions): Drift {
  const settings =
    model === undefined
      ? DRIFT_DEFAULTS
      : findModel(parseConfig(readText(config, 'the configuration'), config), model).drift;
  return minRows === undefined ? settings : { ...settings, 'min-rows': minRows };
}

function exitCodeOf({ outcome }: DriftReport): number {
  return { none: EXIT_CODES.pass, drift: EXIT_CODES.fail, 'cannot-tell': EXIT_CODES['cannot-tell'] }[outcome];
}
