import type { DemoSession } from './session.ts';

/** tidegate.yml as it stands on main, with these values of `parameters:` changed; everything else stays as people wrote it. */
export async function editConfig(session: DemoSession, parameters: Readonly<Record<string, string>>): Promise<string> {
  const text = (await session.reader.readText('tidegate.yml', 'main')) ?? '';
  return changeParameters(text, parameters);
}

export function changeParameters(text: string, parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters).reduce(
    (config, [name, value]) => config.replace(new RegExp(`^(\\s+${name}: ).*$`, 'm'), `$1${value}`),
    text,
  );
}
