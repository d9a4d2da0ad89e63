import type { Front } from './front.ts';
import { textAt } from './json.ts';

export interface NewRepository {
  readonly owner: string;
  readonly name: string;
  readonly files: Readonly<Record<string, Uint8Array | string>>;
  readonly message: string;
}

/** Makes a repository in the organisation with one commit of these files on main. */
export async function createRepository(
  front: Front,
  repository: NewRepository,
  token: string,
): Promise<{ readonly sha: string }> {
  const post = async (path: string, body: unknown, method = 'POST') => {
    const { status, data } = await front.upstream.call(path, { method, body, token });
    if (status >= 300)
      throw new Error(
        `Seeding ${repository.owner}/${repository.name}: ${path} answered ${status}: ${JSON.stringify(data)}`,
      );
    return data;
  };
  await post(`/orgs/${repository.owner}/repos`, { name: repository.name, auto_init: true, private: false });
  const base = `/repos/${repository.owner}/${repository.name}`;
  const tree = [];
  for (const [path, content] of Object.entries(repository.files)) {
    const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
    const blob = await post(`${base}/git/blobs`, { content: bytes.toString('base64'), encoding: 'base64' });
    tree.push({ path, mode: '100644', type: 'blob', sha: textAt(blob, 'sha') });
  }
  const head = await front.upstream.call(`${base}/git/ref/heads/main`, { token });
  const made = await post(`${base}/git/trees`, { tree });
  const commit = await post(`${base}/git/commits`, {
    message: repository.message,
    tree: textAt(made, 'sha'),
    parents: [textAt(head.data, 'object', 'sha')],
  });
  const sha = textAt(commit, 'sha');
  await post(`${base}/git/refs/heads/main`, { sha, force: false }, 'PATCH');
  return { sha };
}
