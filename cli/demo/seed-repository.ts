import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Octokit } from '@octokit/core';
import type { LocalGitHub } from '@tidegate/emulator/github/start-github';

/** A repository made from a template: its name is the template's. */
export interface Subject {
  readonly owner: string;
  readonly name: string;
  /** Model in its tidegate.yml. */
  readonly model: string;
}

export const CHURN = { owner: 'octo-org', name: 'churn', model: 'churn' } as const satisfies Subject;

/** Makes a repository from its template: files, collaborators, environments guarded by the app. */
export async function seedRepository(
  github: LocalGitHub,
  options: {
    readonly root: string;
    readonly subject: Subject;
    readonly seed: number;
    readonly servers: { readonly staging: string; readonly production: string };
    readonly people: {
      readonly admin: string;
      readonly maintainer: string;
      readonly author: string;
      readonly reader: string;
    };
  },
): Promise<void> {
  const { owner, name } = options.subject;
  const files = readTemplate(join(options.root, 'templates', name));
  const config = new TextDecoder()
    .decode(files['tidegate.yml'])
    .replace('http://127.0.0.1:8101', options.servers.staging)
    .replace('http://127.0.0.1:8102', options.servers.production)
    .replace(/^(\s+seed: )\d+$/m, `$1${options.seed}`);
  await github.createRepository({
    owner,
    name,
    files: { ...files, 'tidegate.yml': config },
    message: `Start from the ${name} template`,
  });
  const octokit = new Octokit({ baseUrl: github.url, auth: github.tokens[options.people.admin] });
  const repository = { owner, repo: name };
  const { maintainer, author, reader } = options.people;
  for (const [username, permission] of [
    [maintainer, 'maintain'],
    [author, 'push'],
    [reader, 'pull'],
  ] as const) {
    await octokit.request('PUT /repos/{owner}/{repo}/collaborators/{username}', {
      ...repository,
      username,
      permission,
    });
  }
  for (const environment_name of ['staging', 'production']) {
    const target = { ...repository, environment_name };
    await octokit.request('PUT /repos/{owner}/{repo}/environments/{environment_name}', target);
    await octokit.request('POST /repos/{owner}/{repo}/environments/{environment_name}/deployment_protection_rules', {
      ...target,
      integration_id: github.app.id,
    });
  }
}

function readTemplate(folder: string): Record<string, Uint8Array> {
  const paths = globSync('**/*', { cwd: folder, exclude: (name) => name === 'node_modules' }).concat(
    globSync('.github/**/*', { cwd: folder }),
  );
  const files = [...new Set(paths)].filter((path) => statSync(join(folder, path)).isFile()).sort();
  return Object.fromEntries(files.map((path) => [path, readFileSync(join(folder, path))]));
}
