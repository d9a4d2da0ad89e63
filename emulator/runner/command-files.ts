import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '@tidegate/core/errors';
import { JOB_SUMMARY_MAX_BYTES } from '@tidegate/core/limits';

const FILES = ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY'] as const;
export type CommandFiles = Readonly<Record<(typeof FILES)[number], string>>;

/** Empty files of one step, by the name of the variable that points to each. */
export function makeCommandFiles(folder: string, step: number): CommandFiles {
  const entries = FILES.map((name) => {
    const file = join(folder, `${name.toLowerCase()}_${step}`);
    writeFileSync(file, '');
    return [name, file];
  });
  return Object.fromEntries(entries);
}

/** `name=value` lines and `name<<delimiter` blocks, as in GITHUB_OUTPUT, GITHUB_ENV and GITHUB_STATE. */
export function readKeyValues(file: string): Record<string, string> {
  const lines = readFileSync(file, 'utf8').split(/\r?\n/);
  const values: Record<string, string> = {};
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line === '') continue;
    const block = /^([^=]+?)<<(.+)$/.exec(line);
    const pair = /^([^=]+)=(.*)$/.exec(line);
    if (block?.[1] && block[2] && !(pair && line.indexOf('=') < line.indexOf('<<'))) {
      const end = lines.indexOf(block[2], index + 1);
      if (end < 0) throw invalid(`Matching delimiter not found '${block[2]}'`);
      values[block[1]] = lines.slice(index + 1, end).join('\n');
      index = end;
    } else if (pair?.[1] !== undefined) values[pair[1]] = pair[2] ?? '';
    else throw invalid(`Invalid format '${line.slice(0, 80)}'`);
  }
  return values;
}

export function readLines(file: string): readonly string[] {
  return readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '');
}

/** Adds a step's summary to the job's; false when it is larger than GitHub takes. */
export function appendSummary(target: string, files: CommandFiles): boolean {
  const summary = readFileSync(files.GITHUB_STEP_SUMMARY);
  if (summary.length > JOB_SUMMARY_MAX_BYTES) return false;
  appendFileSync(target, summary);
  return true;
}

function invalid(problem: string): OperatorError {
  return new OperatorError(
    'input-invalid',
    `Unable to process file command: ${problem}`,
    'Write name=value, or name<<delimiter blocks.',
  );
}
