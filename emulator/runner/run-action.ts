import { join } from 'node:path';
import { OperatorError } from '@tidegate/core/errors';
import { type ActionMetadata, readActionMetadata } from './action-metadata.ts';
import { checkout } from './checkout.ts';
import { execute } from './execute.ts';
import { interpolateText } from './expressions.ts';
import { type ActionRequest, runComposite } from './run-composite.ts';
import type { Variables } from './step-environment.ts';

const CHECKOUT = 'actions/checkout';

/** Runs `uses:`: checkout is built in, other actions are folders with an action.yml. Returns the outputs. */
export async function runAction(request: ActionRequest): Promise<Variables> {
  const { step, uses, job, environment, scope } = request;
  const given = Object.fromEntries(
    Object.entries(step.with ?? {}).map(([name, value]) => [name, interpolateText(value, scope)]),
  );
  const [name = uses] = uses.split('@');
  if (name === CHECKOUT) {
    const { apiUrl, repository, token, cacheFolder, sha } = environment;
    const { workspace } = job;
    const ref = given['ref'] || sha;
    const commit = await checkout({ apiUrl, repository, ref, token, workspace, cacheFolder, inputs: given });
    job.log(`Checked out ${repository} at ${commit}`);
    return { commit, ref: given['ref'] || '' };
  }
  const folder = findAction(name, uses, job.workspace, environment.actions);
  const metadata = readActionMetadata(folder, uses);
  for (const input of Object.keys(given).filter((input) => !Object.hasOwn(metadata.inputs, input))) {
    const valid = JSON.stringify(Object.keys(metadata.inputs));
    job.log(`##[warning]Unexpected input '${input}', valid inputs are ${valid}`);
  }
  const defaults = Object.entries(metadata.inputs).map(([input, declared]) => [
    input,
    interpolateText(declared?.default ?? '', scope),
  ]);
  const inputs = { ...Object.fromEntries(defaults), ...given };
  return metadata.runs.using === 'composite'
    ? runComposite(request, metadata.runs.steps, metadata.outputs, inputs, folder)
    : runNodeAction(request, metadata.runs, inputs, folder, name);
}

type NodeRuns = Exclude<ActionMetadata['runs'], { using: 'composite' }>;

async function runNodeAction(
  { step, uses, job, environment, own, signal }: ActionRequest,
  runs: NodeRuns,
  inputs: Variables,
  folder: string,
  name: string,
): Promise<Variables> {
  const variables = {
    ...own,
    ...Object.fromEntries(Object.entries(inputs).map(([input, value]) => [inputVariable(input), value])),
    GITHUB_ACTION_REPOSITORY: name.startsWith('./') ? '' : name.split('/').slice(0, 2).join('/'),
    GITHUB_ACTION_REF: uses.split('@')[1] ?? '',
  };
  const state: Record<string, string> = {};
  const run = (file: string, until: AbortSignal) => {
    const saved = Object.fromEntries(Object.entries(state).map(([key, value]) => [`STATE_${key}`, value]));
    const execution = { file: process.execPath, args: [join(folder, file)], cwd: job.workspace, isAction: true, state };
    return execute({ ...execution, variables: { ...variables, ...saved } }, job, environment, until);
  };
  if (runs.pre) await run(runs.pre, signal);
  const { post } = runs;
  if (post) {
    const label = step.name ?? `Run ${uses}`;
    const condition = runs['post-if'] ?? 'always()';
    environment.posts.push({ name: `Post ${label}`, condition, run: (until) => run(post, until) });
  }
  return run(runs.main, signal);
}

function findAction(name: string, uses: string, workspace: string, actions: Readonly<Record<string, string>>): string {
  if (name.startsWith('./')) return join(workspace, name);
  const [owner, repository, ...path] = name.split('/');
  const folder = actions[`${owner}/${repository}`];
  if (folder) return join(folder, ...path);
  throw new OperatorError(
    'workflow-unsupported',
    `uses: ${uses} is not known to this runner.`,
    `It knows ./local actions, ${[CHECKOUT, ...Object.keys(actions)].join(', ')}.`,
  );
}

function inputVariable(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}
