import type { RunRecord } from '../actions/run-store.ts';
import type { Json } from '../github/json.ts';
import { variablesOf } from '../github/resources/variables.ts';
import type { RunnerHost } from './runner-host.ts';
import type { RunRequest } from './start-run.ts';
import type { Input } from './workflow-schema.ts';

/** The contexts that a whole run shares: github, inputs and vars. */
export function runContexts(host: RunnerHost, request: RunRequest, run: RunRecord): Json {
  const { refs, workflow, event, payload, repository, actor } = request;
  const declared = workflow.triggers[event]?.inputs ?? {};
  const inputs = Object.fromEntries(
    Object.entries(declared).map(([name, input]) => [name, inputValue(input, request.inputs[name])]),
  );
  const isDispatched = event === 'workflow_dispatch';
  return {
    github: {
      actor,
      triggering_actor: actor,
      api_url: host.front.url,
      server_url: host.front.url,
      graphql_url: `${host.front.url}/graphql`,
      base_ref: refs.baseRef,
      head_ref: refs.headRef,
      event: isDispatched ? { ...payload, inputs: Object.fromEntries(textInputs(inputs)) } : payload,
      event_name: event,
      ref: refs.ref,
      ref_name: refs.ref.replace(/^refs\/(heads|tags|pull)\//, ''),
      ref_type: refs.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
      ref_protected: false,
      repository,
      repository_owner: repository.split('/')[0],
      retention_days: '90',
      run_id: String(run.id),
      run_attempt: String(run.attempt),
      run_number: String(run.number),
      sha: refs.sha,
      workflow: workflow.name,
      workflow_ref: `${repository}/${workflow.path}@${refs.ref}`,
      workflow_sha: refs.sha,
    },
    inputs,
    vars: variablesOf(host.front, repository),
  };
}

/** `inputs` keeps booleans and numbers; `github.event.inputs` has texts only. */
function textInputs(inputs: Json): readonly (readonly [string, string])[] {
  return Object.entries(inputs).map(([name, value]) => [name, String(value)] as const);
}

function inputValue(input: Input, given: string | undefined): unknown {
  const text = given ?? input.default ?? (input.type === 'boolean' ? false : '');
  if (input.type === 'boolean') return String(text) === 'true';
  return input.type === 'number' ? Number(text) : String(text);
}
