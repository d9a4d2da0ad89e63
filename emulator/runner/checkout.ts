import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { OperatorError } from '@tidegate/core/errors';

const KNOWN_INPUTS = ['ref', 'persist-credentials', 'fetch-depth', 'clean', 'token', 'repository', 'path'];

/**
 * What actions/checkout leaves in the workspace, over REST with the job's token: this GitHub speaks no git protocol. Blobs are
 * kept by their SHA, so that a second checkout reads from disk.
 */
export async function checkout(request: {
  readonly apiUrl: string;
  readonly repository: string;
  readonly ref: string;
  readonly token: string;
  readonly workspace: string;
  readonly cacheFolder: string;
  readonly inputs: Readonly<Record<string, string>>;
}): Promise<string> {
  const { apiUrl, repository, ref, token, cacheFolder, inputs } = request;
  const workspace = join(request.workspace, inputs['path'] ?? '.');
  if (relative(request.workspace, workspace).startsWith('..'))
    throw new OperatorError(
      'workflow-unsupported',
      `actions/checkout: path ${inputs['path']} is outside the workspace.`,
      'Name a folder inside.',
    );
  const unknown = Object.keys(inputs).find((name) => !KNOWN_INPUTS.includes(name));
  if (unknown || (inputs['repository'] && inputs['repository'] !== repository)) {
    throw new OperatorError(
      'workflow-unsupported',
      `actions/checkout: input ${unknown ?? 'repository'} is not supported.`,
      'Check out the own repository at a ref.',
    );
  }
  const read = async (path: string): Promise<unknown> => {
    const response = await fetch(`${apiUrl}/repos/${repository}/${path}`, {
      headers: { authorization: `token ${token}` },
    });
    if (!response.ok)
      throw new OperatorError(
        'github-not-found',
        `actions/checkout: ${path} answered ${response.status}.`,
        'The ref must exist and the job needs `contents: read`.',
      );
    return response.json();
  };
  const commit = (await read(`commits/${encodeURIComponent(ref)}`)) as {
    sha: string;
    commit: { tree: { sha: string } };
  };
  const { tree } = (await read(`git/trees/${commit.commit.tree.sha}?recursive=1`)) as {
    tree: { path: string; mode: string; type: string; sha: string }[];
  };
  rmSync(workspace, { recursive: true, force: true });
  mkdirSync(workspace, { recursive: true });
  mkdirSync(cacheFolder, { recursive: true });
  for (const entry of tree.filter(({ type }) => type === 'blob')) {
    const file = join(workspace, entry.path);
    if (relative(workspace, file).startsWith('..') || entry.mode === '120000') {
      throw new OperatorError(
        'workflow-unsupported',
        `actions/checkout: ${entry.path} is a link or outside the workspace.`,
        'Remove it from the repository.',
      );
    }
    const cached = join(cacheFolder, entry.sha);
    if (!existsSync(cached)) {
      const blob = (await read(`git/blobs/${entry.sha}`)) as { content: string };
      writeFileSync(cached, Buffer.from(blob.content, 'base64'));
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, readFileSync(cached), { mode: entry.mode === '100755' ? 0o755 : 0o644 });
  }
  return commit.sha;
}
