import { writeFileSync } from 'node:fs';
import { openData } from '@tidegate/core/adapters/open-data';
import { parseDocument, renderDocument } from '@tidegate/core/document';
import { buildReference, countAgainst } from '@tidegate/core/profile/build-profile';
import type { ColumnChoice } from '@tidegate/core/profile/plan-columns';
import { PROFILE, type Profile } from '@tidegate/core/profile/profile';
import { readRelease, readReleasedProfile } from '@tidegate/core/release/read-release';
import { followWork } from './follow-work.ts';
import { openGitHub } from './open-github.ts';
import { readText } from './read-file.ts';

export interface ProfileOptions extends ColumnChoice {
  readonly reference?: string;
  readonly out?: string;
  readonly threads?: number;
  readonly memory?: number;
}

export type Engines = Pick<ProfileOptions, 'threads' | 'memory'>;

/** Counts the rows of files, and writes their profile. */
export async function profile(files: readonly string[], options: ProfileOptions): Promise<void> {
  const reference =
    options.reference === undefined ? undefined : await readReference(options.reference, options, process.env);
  const counted = reference ? await countFiles(files, reference, options) : await profileFiles(files, options);
  const text = renderDocument(counted);
  if (options.out === undefined) process.stdout.write(text);
  else writeFileSync(options.out, text);
}

/** A profile that is there already: a file, or that of a release; else that of data, counted now. */
export async function readReference(
  text: string,
  options: ColumnChoice & Engines,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Profile> {
  const tag = /^release:(.+)$/.exec(text)?.[1];
  if (tag !== undefined) {
    const github = openGitHub(text, environment);
    const { manifest } = await readRelease(github, tag);
    return readReleasedProfile(github, tag, manifest.onnx.digest);
  }
  if (isProfile(text)) return parseDocument(PROFILE, readText(text, 'the reference'), text);
  return profileFiles([text], options);
}

/** Whether a reference is counted already. */
export function isProfile(text: string): boolean {
  if (/^release:/.test(text)) return true;
  return text.endsWith('.json') && readText(text, 'the reference').includes('"tidegate.profile"');
}

export function profileFiles(files: readonly string[], options: ColumnChoice & Engines): Promise<Profile> {
  return withData(files, options, (opened) => buildReference({ ...opened, ...options }));
}

export function countFiles(files: readonly string[], reference: Profile, engines: Engines): Promise<Profile> {
  return withData(files, engines, (opened) => countAgainst({ ...opened, reference }));
}

async function withData(
  files: readonly string[],
  { threads, memory }: Engines,
  use: (opened: Omit<Parameters<typeof buildReference>[0], 'model'>) => Promise<Profile>,
): Promise<Profile> {
  const { signal, onProgress, finish } = followWork(`Counting ${files[0] ?? ''}`);
  const memoryBytes = memory === undefined ? undefined : memory * 1024 ** 2;
  const { engine, relations, close } = await openData([files], { signal, onProgress, threads, memoryBytes });
  try {
    const [relation] = relations;
    if (!relation) throw new Error('a reference has one relation');
    return await use({ engine, relation, signal, onProgress });
  } finally {
    finish();
    await close();
  }
}
