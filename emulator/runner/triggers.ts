import picomatch from 'picomatch';
import type { Trigger } from './workflow-schema.ts';

/** What happened, as far as `on:` asks about it. */
export interface Happening {
  readonly event: string;
  readonly action: string | undefined;
  /** Base branch of a pull request, branch of a push; undefined where no branch counts. */
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
  const { event, action, branch, tag, workflow } = happening;
  const types = listOf(trigger?.types) ?? DEFAULT_TYPES[event];
  if (types && action !== undefined && !types.includes(action)) return false;
  if (!passes(listOf(trigger?.branches), listOf(trigger?.['branches-ignore']), branch)) return false;
  if (tag !== undefined && !passes(listOf(trigger?.tags), listOf(trigger?.['tags-ignore']), tag)) return false;
  if (event === 'workflow_run' && !listOf(trigger?.workflows)?.includes(workflow ?? '')) return false;
  const paths = listOf(trigger?.paths);
  const ignored = listOf(trigger?.['paths-ignore']);
  if (!paths && !ignored) return true;
  const changed = await happening.changedFiles();
  if (paths) return changed.some((file) => matchesInOrder(file, paths));
  return changed.some((file) => !matchesInOrder(file, ignored ?? []));
}

function passes(
  wanted: readonly string[] | undefined,
  ignored: readonly string[] | undefined,
  name: string | undefined,
): boolean {
  if (wanted) return name !== undefined && matchesInOrder(name, wanted);
  return !(ignored && name !== undefined && matchesInOrder(name, ignored));
}

/** Later patterns win; `!` takes back. */
function matchesInOrder(text: string, patterns: readonly string[]): boolean {
  return patterns.reduce((matched, pattern) => {
    const isNegative = pattern.startsWith('!');
    const hits = picomatch.isMatch(text, isNegative ? pattern.slice(1) : pattern, { dot: true });
    return hits ? !isNegative : matched;
  }, false);
}

function listOf(value: string | readonly string[] | undefined): readonly string[] | undefined {
  return typeof value === 'string' ? [value] : value;
}
