import { matchesPatterns } from './filter-pattern.ts';
import type { Trigger } from './workflow-schema.ts';

/** What happened, as far as `on:` asks about it. */
export interface Happening {
  readonly event: string;
  readonly action: string | undefined;
  /** Base branch of a pull request, branch of a push or of the run before; undefined where no branch counts. */
  readonly branch: string | undefined;
  readonly tag: string | undefined;
  /** Name of the workflow whose run this is about (`on: workflow_run`). */
  readonly workflow: string | undefined;
  readonly changedFiles: () => Promise<readonly string[]>;
}

const DEFAULT_TYPES: Readonly<Record<string, readonly string[]>> = {
  pull_request: ['opened', 'synchronize', 'reopened'],
};

/** Whether a trigger of `on:` fires: types, branches, tags, workflows and paths as in GitHub's workflow syntax. */
export async function isTriggered(trigger: Trigger, happening: Happening): Promise<boolean> {
  const { event, action, workflow, tag } = happening;
  const types = listOf(trigger?.types) ?? DEFAULT_TYPES[event];
  if (types && action !== undefined && !types.includes(action)) return false;
  if (event === 'workflow_run' && !listOf(trigger?.workflows)?.includes(workflow ?? '')) return false;
  if (!isNamed(trigger, happening)) return false;
  const paths = listOf(trigger?.paths);
  const ignored = listOf(trigger?.['paths-ignore']);
  // GitHub does not look at paths when a tag is pushed.
  if ((!paths && !ignored) || tag !== undefined) return true;
  const changed = await happening.changedFiles();
  if (paths) return changed.some((file) => matchesPatterns(file, paths));
  return changed.some((file) => !matchesPatterns(file, ignored ?? []));
}

/** A push of a branch passes `branches`; one of a tag passes `tags`. Naming only one kind shuts out the other. */
function isNamed(trigger: Trigger, { branch, tag }: Happening): boolean {
  const branches = [listOf(trigger?.branches), listOf(trigger?.['branches-ignore'])] as const;
  const tags = [listOf(trigger?.tags), listOf(trigger?.['tags-ignore'])] as const;
  const [[wanted, ignored], others, name] = tag === undefined ? [branches, tags, branch] : [tags, branches, tag];
  if (name === undefined) return true;
  if (wanted) return matchesPatterns(name, wanted);
  if (ignored) return !matchesPatterns(name, ignored);
  return others.every((list) => list === undefined);
}

function listOf(value: string | readonly string[] | undefined): readonly string[] | undefined {
  return typeof value === 'string' ? [value] : value;
}
