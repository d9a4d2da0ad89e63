import { randomUUID } from 'node:crypto';
import { readDriftPageAssets } from '@tidegate/core/adapters/drift-page-assets';
import { DRIFT_DEFAULTS, type Drift } from '@tidegate/core/config/drift';
import type { Model } from '@tidegate/core/config/schema';
import { renderDocument } from '@tidegate/core/document';
import { compareProfiles } from '@tidegate/core/drift/compare-profiles';
import type { DriftReport } from '@tidegate/core/drift/drift-report';
import { listUndecided } from '@tidegate/core/drift/narrow-finding';
import { renderDriftPage } from '@tidegate/core/report/drift-page/render-drift-page';
import { renderDriftReport } from '@tidegate/core/report/render-drift';
import { type ComparedNames, featuresOf } from './comparable-columns.ts';
import { type CountedSides, countFinerSides, countSides } from './count-sides.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { measureRows, namesOf, type RowFlags } from './measure-rows.ts';
import { type LocatedModel, noteUnknownColumns } from './note-unknown-columns.ts';
import { chunkOf, type ProfileOptions } from './profile-data.ts';
import { readModelOfFlags } from './profile-policy.ts';
import { refuseIdleDriftFlags, refuseIdleNames } from './refuse-idle-drift-flags.ts';
import { warnOfNotCounted } from './warn-of-not-counted.ts';
import { writeOutput } from './write-file.ts';

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
  const located = readModelOfFlags(options);
  const report = await compare(options, located, readSettings(located?.model, options));
  const text = await render(report, options.format);
  writeOutput(options.out, text);
  return exitCodeOf(report);
}

/** Columns that their counts leave open are counted again on a finer grid, where the rows of both sides are at hand. */
async function compare(
  options: DriftOptions,
  located: LocatedModel | undefined,
  settings: Drift,
): Promise<DriftReport> {
  const policy = located?.model;
  const names = namesOf(options, policy);
  const sides = await countSides(options, settings, names);
  const { reference, profile, isCounted, current, segments, chunks, newColumns = [], notCounted = [] } = sides;
  warnOfNotCounted(notCounted);
  refuseIdleNames(options, profile);
  if (located) noteUnknown(located, options, { ...sides, names });
  const features = featuresOf(reference, settings);
  const rows = { ...options, settings, policy, features, profile, isProfile: !isCounted };
  const measured = await measureRows(options, rows);
  const clock = { now: () => new Date(), id: randomUUID };
  const compares = options.skew && ('training-serving-skew' as const);
  const isMeant = (name: string) => names.ofModel?.includes(name) ?? true;
  const added = newColumns.filter(isMeant);
  const question = {
    reference,
    current,
    segments,
    chunks,
    newColumns: added,
    notCounted,
    settings,
    clock,
    compares,
    ...measured,
  };
  const report = compareProfiles(question);
  const undecided = listUndecided(report.columns);
  if (!isCounted || undecided.size === 0) return report;
  return compareProfiles({ ...question, finer: await countFinerSides(options, reference, undecided) });
}

/** Columns that flags leave out, and segments and times that a profile was counted by, are no mistakes of the policy. */
function noteUnknown(
  located: LocatedModel,
  { columns: chosen }: DriftOptions,
  { profile, isCounted, newColumns = [], names }: CountedSides & { readonly names: ComparedNames },
): void {
  const { segments, chunk } = located.model.drift;
  const others = [...names.said, names.target ?? '', names.id ?? '', ...segments];
  const times = profile.learnt && chunk ? [chunk.column] : [];
  const columns = [...profile.columns.map(({ name }) => name), ...newColumns, ...others, ...times];
  noteUnknownColumns(located, { columns, isWhole: isCounted && chosen === undefined });
}

async function render(report: DriftReport, format: DriftOptions['format']): Promise<string> {
  if (format === 'json') return renderDocument(report);
  return format === 'html' ? renderDriftPage(report, readDriftPageAssets()) : `${renderDriftReport(report)}\n`;
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
