import { OperatorError } from '@tidegate/core/errors';
import type { Context } from 'hono';
import type { Front } from '../github/front.ts';
import { isJson, type Json } from '../github/json.ts';
import { refuse } from '../github/refusals.ts';
import { simpleUser } from '../github/repairs/repair-body.ts';
import { parseWorkflowFile } from '../runner/parse-workflow.ts';
import type { Input } from '../runner/workflow-schema.ts';
import { readRepository, renderWorkflow } from './render-run.ts';
import { listWorkflowFiles, readDefaultBranch, readFileAt } from './repository-files.ts';
import { type RunStore, workflowId } from './run-store.ts';

const MOST_INPUTS = 25;
const LONGEST_INPUTS = 65_535;

/** Workflows of the default branch, and `workflow_dispatch` with GitHub's checks of its inputs. */
export function dispatches(front: Front, store: RunStore): void {
  const base = '/repos/:owner/:repo/actions/workflows';
  const repositoryOf = (c: Context) => `${c.req.param('owner')}/${c.req.param('repo')}`;
  const listFiles = async (repository: string) =>
    listWorkflowFiles(front, repository, (await readDefaultBranch(front, repository)).name);
  const show = async (repository: string, path: string): Promise<Json> => {
    const text = await readFileAt(front, repository, path, (await readDefaultBranch(front, repository)).name);
    const name = /^name:\s*(.+)$/m.exec(text ?? '')?.[1] ?? path;
    const created = {
      createdAt: '2026-01-01T00:00:00Z',
      repository,
      path,
      name,
      workflowId: workflowId(store, repository, path),
    };
    return renderWorkflow(front, created);
  };
  const find = async (c: Context) => {
    const wanted = c.req.param('workflow');
    const repository = repositoryOf(c);
    const paths = await listFiles(repository);
    return paths.find((file) => file.endsWith(`/${wanted}`) || String(workflowId(store, repository, file)) === wanted);
  };
  front.app.get(`${base}/:workflow`, async (c) => {
    if (!(await front.may(c, 'actions', 'read'))) return refuse(c, 403, 'Resource not accessible by integration');
    const path = await find(c);
    return path ? c.json(await show(repositoryOf(c), path)) : refuse(c, 404, 'Not Found');
  });
  front.app.get(base, async (c) => {
    if (!(await front.may(c, 'actions', 'read'))) return refuse(c, 403, 'Resource not accessible by integration');
    const paths = await listFiles(repositoryOf(c));
    return c.json({
      total_count: paths.length,
      workflows: await Promise.all(paths.map((path) => show(repositoryOf(c), path))),
    });
  });
  front.app.post(`${base}/:workflow/dispatches`, async (c) => {
    if (!(await front.may(c, 'actions', 'write'))) return refuse(c, 403, 'Resource not accessible by integration');
    const repository = repositoryOf(c);
    const body: Json = await c.req.json();
    const path = await find(c);
    if (!path || !store.dispatch) return refuse(c, 404, 'Not Found');
    const ref = String(body['ref'] ?? '').replace('refs/heads/', '');
    const text = await readFileAt(front, repository, path, ref);
    if (text === undefined) return refuse(c, 422, `No ref found for: ${ref}`);
    const given = isJson(body['inputs']) ? body['inputs'] : {};
    const inputs = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
    const problem = await checkInputs(text, path, inputs);
    if (problem) return refuse(c, 422, problem);
    const actor = front.loginOf(front.callerOf(c));
    const sender = simpleUser((await front.upstream.call(`/users/${encodeURIComponent(actor)}`)).data, front.url);
    const payload = {
      inputs,
      ref: `refs/heads/${ref}`,
      repository: await readRepository(front, repository),
      workflow: path,
      sender,
    };
    const run = await store.dispatch({ repository, path, ref, inputs, actor, payload });
    front.emit('workflow_dispatch', payload);
    if (body['return_run_details'] !== true) return c.body(null, 204);
    const details = {
      run_url: `${front.url}/repos/${repository}/actions/runs/${run.id}`,
      html_url: `${front.url}/${repository}/actions/runs/${run.id}`,
    };
    return c.json({ workflow_run_id: run.id, ...details });
  });
}

async function checkInputs(
  text: string,
  path: string,
  inputs: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  try {
    const { triggers } = await parseWorkflowFile(text, path);
    if (!('workflow_dispatch' in triggers)) return "Workflow does not have 'workflow_dispatch' trigger";
    return findProblem(triggers['workflow_dispatch']?.inputs ?? {}, inputs);
  } catch (error) {
    if (error instanceof OperatorError) return `failed to parse workflow: ${error.message}`;
    throw error;
  }
}

function findProblem(
  declared: Readonly<Record<string, Input>>,
  inputs: Readonly<Record<string, string>>,
): string | undefined {
  const unexpected = Object.keys(inputs).filter((name) => !Object.hasOwn(declared, name));
  if (unexpected.length > 0) return `Unexpected inputs provided: ${JSON.stringify(unexpected)}`;
  for (const [name, { required, default: fallback, type, options }] of Object.entries(declared)) {
    const value = inputs[name];
    if (required && fallback === undefined && !value) return `Required input '${name}' not provided`;
    if (value === undefined) continue;
    const isWrong =
      (type === 'choice' && !options?.includes(value)) ||
      (type === 'boolean' && !['true', 'false'].includes(value)) ||
      (type === 'number' && !Number.isFinite(Number(value)));
    if (isWrong) return `Provided value '${value}' for input '${name}' not in the list of allowed values`;
  }
  const isTooLarge = Object.keys(inputs).length > MOST_INPUTS || JSON.stringify(inputs).length > LONGEST_INPUTS;
  return isTooLarge ? 'inputs are too large' : undefined;
}
