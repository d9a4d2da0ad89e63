import * as z from 'zod';
import { Digest } from '../../digest.ts';
import type { GitHubPort } from '../../ports/github.ts';
import { download } from './download.ts';
import { type Connection, call, listAll } from './request.ts';

type Workflows = Pick<
  GitHubPort,
  'startWorkflow' | 'readWorkflowRun' | 'listArtifacts' | 'downloadArtifact' | 'reviewDeployment'
>;

const Run = z.object({
  id: z.int(),
  run_attempt: z.int().default(1),
  name: z.string().nullish(),
  path: z.string(),
  event: z.string(),
  status: z.string().nullish(),
  conclusion: z.string().nullish(),
  head_sha: z.string(),
  head_branch: z.string().nullish(),
  head_repository: z.object({ full_name: z.string() }).nullish(),
  repository: z.object({ full_name: z.string() }),
  actor: z.object({ login: z.string() }).nullish(),
  html_url: z.string(),
  created_at: z.string(),
});
const ArtifactItem = z.object({
  id: z.int(),
  name: z.string(),
  size_in_bytes: z.int(),
  digest: Digest.nullish(),
  expired: z.boolean(),
});
const Artifacts = z.object({ artifacts: z.array(z.unknown()) });

export function createWorkflows(connection: Connection): Workflows {
  return {
    async startWorkflow(file, inputs) {
      const repository = await call(connection, 'GET /repos/{owner}/{repo}');
      const { default_branch } = z.object({ default_branch: z.string() }).parse(repository.data);
      const { data } = await call(connection, 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches', {
        workflow_id: file,
        ref: default_branch,
        inputs,
        return_run_details: true,
      });
      const details = z.object({ workflow_run_id: z.int() }).safeParse(data);
      return { runId: details.data?.workflow_run_id };
    },
    async readWorkflowRun(id) {
      const run = Run.parse(
        (await call(connection, 'GET /repos/{owner}/{repo}/actions/runs/{run_id}', { run_id: id })).data,
      );
      return {
        id: run.id,
        attempt: run.run_attempt,
        name: run.name ?? '',
        // GitHub appends @ref to the path in some answers.
        path: run.path.split('@')[0] ?? run.path,
        event: run.event,
        status: run.status ?? '',
        conclusion: run.conclusion ?? undefined,
        headSha: run.head_sha,
        headBranch: run.head_branch ?? '',
        isFork: run.head_repository?.full_name !== run.repository.full_name,
        headRepository: run.head_repository?.full_name ?? '',
        actor: run.actor?.login ?? 'ghost',
        url: run.html_url,
        createdAt: run.created_at,
      };
    },
    async listArtifacts(runId) {
      const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts';
      const items = await listAll(connection, route, { run_id: runId }, (data) => Artifacts.parse(data).artifacts);
      return items.map((item) => {
        const { id, name, size_in_bytes, digest, expired } = ArtifactItem.parse(item);
        return { id, name, bytes: size_in_bytes, digest: digest ?? undefined, expired };
      });
    },
    downloadArtifact: (id, maxBytes) =>
      download(connection, {
        route: `GET /repos/${connection.owner}/${connection.repo}/actions/artifacts/${id}/zip`,
        url: `/repos/${connection.owner}/${connection.repo}/actions/artifacts/${id}/zip`,
        accept: 'application/vnd.github+json',
        what: `Artifact ${id}`,
        maxBytes,
      }),
    async reviewDeployment({ runId, environment, state, comment }) {
      await call(connection, 'POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule', {
        run_id: runId,
        environment_name: environment,
        state,
        comment,
      });
    },
  };
}
