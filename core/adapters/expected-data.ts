import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { DataRole } from '../config/expectations.ts';
import { type Model, timeoutOf } from '../config/schema.ts';
import { OperatorError } from '../errors.ts';
import { readPolicySuite } from '../expectations/suite/policy-suite.ts';
import type { ExpectedData, ExpectedFile, ExpectedSource } from '../gate/verdict-request.ts';
import { type Change, findChange } from './find-change.ts';
import { findIn } from './find-in.ts';

/** What the pull request makes of files: read from its head commit, as text, into a folder of the job. */
export interface ChangedData {
  /** As GitHub lists them, which may be too few. */
  readonly files: readonly string[];
  readonly readText: (path: string) => Promise<string | undefined>;
  readonly folder: string;
}

export interface ExpectedDataRequest {
  /** Where the policy and its files are checked out. */
  readonly workspace: string;
  readonly modelName: string;
  readonly model: Pick<Model, 'data' | 'gate'>;
  /** File of the policy, from the workspace. */
  readonly configFile: string;
  readonly changed?: ChangedData | undefined;
  /** Files that somebody named instead of those of the policy. */
  readonly named?: Readonly<Partial<Record<DataRole, string>>>;
}

/** GitHub gives no larger file of a commit. */
const MOST_BYTES = 100 * 1024 ** 2;
const TEXTS = /\.(csv|tsv|jsonl|ndjson|json)$/i;
const MAY_CHANGE = 'the pull request changes more files than GitHub lists and may change it';
const POINTER = /^version https:\/\/git-lfs\.github\.com\/spec\//;

/**
 * What a policy expects of data, and where the rows are: those that the pull request would merge. Undefined where no rule asks.
 * @throws OperatorError `config-invalid` for expectations that are wrong
 */
export async function openExpectedData(request: ExpectedDataRequest): Promise<ExpectedData | undefined> {
  const { workspace, modelName, model, configFile } = request;
  if (!model.gate.some(({ kind }) => kind === 'data-expectations')) return undefined;
  const { path, evaluation, tables = {} } = model.data;
  const text = readFileSync(join(workspace, configFile), 'utf8');
  const readFile = (file: string) => readSuite(workspace, file, configFile);
  const expectations = readPolicySuite(model.data, { text, file: configFile, modelName, readFile });
  const files = [await findFile('data', path, request)];
  if (evaluation !== undefined) files.push(await findFile('evaluation', evaluation, request));
  const others: Record<string, ExpectedSource> = {};
  for (const [name, file] of Object.entries(tables)) others[name] = (await findSource(file, undefined, request)).source;
  return { expectations, files, tables: others, timeoutMs: timeoutOf(model.data) };
}

/** @throws OperatorError `config-invalid` */
export function readSuite(workspace: string, file: string, configFile: string): string {
  const found = findIn(workspace, file);
  try {
    if (found !== undefined) return readFileSync(found, 'utf8');
  } catch {
    // Told below, like a file that is not there.
  }
  throw new OperatorError(
    'config-invalid',
    `${configFile} names ${file} for data.expectations, and there is no such file to read${found === undefined && existsSync(join(workspace, file)) ? ': it leads out of the checkout' : ''}.`,
    'Write it: `tidegate data infer <data> --out <file>` makes a first one.',
  );
}

async function findFile(role: DataRole, path: string, request: ExpectedDataRequest): Promise<ExpectedFile> {
  return { role, path, ...(await findSource(path, request.named?.[role], request)) };
}

async function findSource(
  path: string,
  named: string | undefined,
  { workspace, changed }: ExpectedDataRequest,
): Promise<Pick<ExpectedFile, 'isChanged' | 'source'>> {
  const change = changed ? findChange(workspace, path, changed.files) : ({ kind: 'none' } as const);
  if (change.kind === 'led-elsewhere')
    return {
      isChanged: true,
      source: { unread: `the pull request changes ${change.by}, which leads to it, so where it is then is not known.` },
    };
  if (changed && change.kind !== 'none') return { isChanged: true, source: await takeChanged(change, changed) };
  const reference = named ?? join(workspace, path);
  const source = existsSync(reference) ? { reference } : { unread: `${path} is not in the workspace.` };
  return { isChanged: false, source };
}

/** Only its rows are read; nothing of a pull request runs here. */
async function takeChanged(
  { kind, at: path }: Extract<Change, { readonly at: string }>,
  { readText, folder }: ChangedData,
): Promise<ExpectedSource> {
  if (!TEXTS.test(path)) {
    const why = kind === 'perhaps' ? MAY_CHANGE : 'the pull request changes it';
    return { unread: `${why}, and only text is read from a commit. Use actions/data beside it.` };
  }
  const text = await attempt(() => readText(path));
  if (text === undefined) return { unread: 'the pull request deletes it.' };
  if (typeof text === 'object') return text;
  if (text.length > MOST_BYTES) return { unread: 'the pull request makes it larger than what is read from a commit.' };
  if (POINTER.test(text)) return { unread: 'the pull request changes it in Git LFS, which is not fetched here.' };
  const reference = join(mkdtempSync(join(folder, 'tidegate-data-')), basename(path));
  writeFileSync(reference, text);
  return { reference };
}

/** GitHub refuses what is too large; the gate still decides on all else. */
async function attempt<Value>(read: () => Promise<Value>): Promise<Value | { readonly unread: string }> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof OperatorError) return { unread: `it cannot be read from the commit: ${error.message}` };
    throw error;
  }
}
