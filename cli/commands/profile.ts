import type { DriftChunk } from '@tidegate/core/config/drift';
import { type Command, InvalidArgumentError } from 'commander';
import type { ProfileOptions } from '../profile-data.ts';

export const list = (text: string): readonly string[] => text.split(',').map((part) => part.trim());
export const positive = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It is no whole number above 0.');
  return value;
};

export const chunkLength = (text: string): DriftChunk['by'] => {
  if (text === 'day' || text === 'week' || text === 'month') return text;
  if (/^[1-9]\d{0,7}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is none of day, week, month or a number of rows.');
};

const EXAMPLES = `
Examples:
  tidegate profile data/train.parquet --target churn --out profile.json
  tidegate profile data/train.parquet --out profile.json.gz
  tidegate profile data/train.parquet --model churn --out profile.json
  tidegate profile data/train.parquet --time day --chunk-by month --out profile.json
  tidegate profile 'log/2026-03-*.parquet' --reference profile.json --out march.json
  tidegate profile march.json april.json --out spring.json

Data may be CSV, Parquet, JSON lines or Arrow files and patterns, data.duckdb#table, data.sqlite#table, 'sql:SELECT …', an
https:// or s3:// address, or clickhouse://, postgres:// and trino:// servers.
Exit codes: 0 done, 3 bad input.`;

/** `tidegate profile`: counts of rows, small enough to keep, from which drift is computed. */
export function addProfile(program: Command): void {
  program
    .command('profile')
    .description('Count the rows of files on fixed grids: a profile that merges, and that drift is computed from.')
    .argument('<data...>', 'files, patterns, a database or a query; or profiles of one reference, which are added up')
    .option('--columns <names>', 'columns, with commas; all by default', list)
    .option('--categorical <names>', 'columns of numbers that are categories, with commas', list)
    .option('--prediction <column>', 'column that the model predicted')
    .option('--target <column>', 'column of the true labels or values')
    .option('--reference <profile>', 'count on the grids of this profile, or of release:<model>@<version>')
    .option('--model <name>', 'as a release of this model of tidegate.yml keeps it: its target and settings of drift')
    .option('--config <file>', 'configuration that --model is in; tidegate.yml by default')
    .option(
      '--private',
      'hide values, sums and extremes of fewer than five rows; counts stay, also small ones. The default of what a server counts and of what is private in the policy',
    )
    .option('--no-private', 'tell all that makes the bounds of distances tight')
    .option('--hash-categories', 'keep categories as digests; who guesses a value can look for its digest')
    .option(
      '--out <file>',
      'where the profile is written, compressed if it ends in .json.gz or .json.br; standard output by default',
    )
    .option('--segment <columns>', 'count the rows of each value of these columns apart too, with commas', list)
    .option('--time <column>', 'column of dates or times: thresholds of drift are learnt from chunks of the rows')
    .option(
      '--chunk-by <length>',
      'day, week, month, or about so many rows: those of one time stay together',
      chunkLength,
    )
    .option('--min-rows <count>', 'of a chunk that something is learnt from; 200 by default', positive)
    .option('--threads <count>', 'threads of the engine; all processors by default', positive)
    .option('--memory <megabytes>', 'memory of the engine before it uses the disk; 512 by default', positive)
    .addHelpText('after', EXAMPLES)
    .action(async (files: readonly string[], options: ProfileOptions) => {
      const { profile } = await import('../profile-data.ts');
      await profile(files, options);
    });
}
