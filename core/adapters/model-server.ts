import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelServer } from '../deployment/deploy-model.ts';
import { OperatorError } from '../errors.ts';
import { installationRoot } from './installation-root.ts';
import { startServerProcess } from './server-process.ts';
import { createServingClient } from './serving-client.ts';

/** The bundled model server of an environment: started on this machine when nothing answers at its address. */
export function createModelServer(options: {
  readonly url: string;
  /** Where the server of this environment keeps its process id, log, predictions and models. */
  readonly folder: string;
  readonly servingToken: string;
  readonly githubToken: string;
  readonly apiUrl: string;
  readonly repository: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
}): ModelServer {
  const { url, folder, servingToken, githubToken, apiUrl, repository, variables } = options;
  const client = createServingClient(url);
  const isLive = async () => {
    try {
      return (await client.health()).live;
    } catch (error) {
      // Nothing there is what we expect before a start; anything else there is a reason to stop.
      if (error instanceof OperatorError && error.code === 'serving-unreachable') return false;
      throw error;
    }
  };
  return {
    url,
    async start() {
      if (await isLive()) return;
      await startServerProcess({
        entry: serverEntry(),
        url,
        folder,
        apiUrl,
        token: servingToken,
        environment: variables,
        isLive,
      });
    },
    load: ({ model, release, digest }) =>
      client.load({ model, release, digest, repository, servingToken, githubToken }),
    readServed: (modelName) => client.readServed(modelName),
  };
}

/** The bundle where there is one; in a checkout that was not built, the source. */
function serverEntry(): string {
  const [bundle, source] = ['dist/serving.js', 'serving/main.ts'].map((file) => join(installationRoot(), file));
  return bundle && existsSync(bundle) ? bundle : (source ?? '');
}
