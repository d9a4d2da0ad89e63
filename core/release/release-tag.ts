/** Name of a released version: the tag of its release and what people write after `/promote`. */
export const releaseTag = (modelName: string, version: string): string => `${modelName}@${version}`;

/** Model and version of a release's tag; undefined for releases that are not ours. */
export function parseReleaseTag(tag: string): { readonly modelName: string; readonly version: string } | undefined {
  const [, modelName, version] = /^([a-z][a-z0-9-]{0,39})@(\d{1,5}\.\d{1,5}\.\d{1,5})$/.exec(tag) ?? [];
  return modelName && version ? { modelName, version } : undefined;
}
