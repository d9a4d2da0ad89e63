import * as z from 'zod';
import { Digest } from '../digest.ts';
import { OperatorError } from '../errors.ts';

const TIMEOUT_MS = 10_000;
/** Pulling a large model takes its time. */
const LOAD_TIMEOUT_MS = 10 * 60_000;

const Health = z.object({ server: z.literal('tidegate'), live: z.boolean(), ready: z.boolean() });
const Metadata = z.object({
  name: z.string(),
  properties: z.object({ digest: Digest, release: z.string(), loaded_at: z.string() }),
});
const Failure = z.object({ code: z.string(), error: z.string(), hint: z.string() });

export interface ServedMetadata {
  readonly digest: Digest;
  readonly release: string;
  readonly loadedAt: string;
}

/** The bundled model server, as the deploy Action and the demo talk to it. */
export interface ServingClient {
  health(): Promise<{ readonly live: boolean; readonly ready: boolean }>;
  /** Makes the server pull a release and serve it; it keeps what it served when that fails. */
  load(version: {
    readonly model: string;
    readonly release: string;
    readonly digest: string;
    readonly repository: string;
    readonly servingToken: string;
    readonly githubToken: string;
  }): Promise<void>;
  /** What the process itself says it serves under this name; undefined when it serves no such model. */
  readServed(model: string): Promise<ServedMetadata | undefined>;
}

export function createServingClient(url: string): ServingClient {
  const call = async (path: string, init: RequestInit = {}, timeoutMs = TIMEOUT_MS): Promise<Response> => {
    try {
      return await fetch(`${url.replace(/\/$/, '')}${path}`, {
        ...init,
        // The tokens are for this server: fetch would carry x-github-token wherever an answer points.
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch (cause) {
      throw new OperatorError(
        'serving-unreachable',
        `The model server does not answer at ${url}${path}.`,
        'Is it running, and is the url in tidegate.yml right?',
        cause,
      );
    }
  };
  return {
    async health() {
      const response = await call('/health');
      const health = Health.safeParse(await response.json().catch(() => undefined));
      if (health.success) return { live: health.data.live, ready: health.data.ready };
      throw new OperatorError(
        'port-taken',
        `What answers at ${url} is not Tidegate's model server (GET /health: ${response.status}).`,
        'Another program has this port: end it, or give the environment another url in tidegate.yml.',
      );
    },
    async load({ model, release, digest, repository, servingToken, githubToken }) {
      const response = await call(
        `/v2/repository/models/${encodeURIComponent(model)}/load`,
        {
          method: 'POST',
          headers: {
            authorization: `Bearer ${servingToken}`,
            'x-github-token': githubToken,
            'content-type': 'application/json',
          },
          body: JSON.stringify({ parameters: { repository, release, digest } }),
        },
        LOAD_TIMEOUT_MS,
      );
      if (response.ok) return;
      const failure = Failure.safeParse(await response.json().catch(() => undefined));
      throw new OperatorError(
        'deployment-unproven',
        `The model server at ${url} does not serve ${release}: ${failure.data ? `${failure.data.code}: ${failure.data.error}` : `it answered ${response.status}`}`,
        failure.data?.hint ?? 'Look at its log on the runner.',
      );
    },
    async readServed(model) {
      const response = await call(`/v2/models/${encodeURIComponent(model)}`);
      if (response.status === 404) return undefined;
      const metadata = Metadata.safeParse(await response.json().catch(() => undefined));
      if (!metadata.success || metadata.data.name !== model) {
        throw new OperatorError(
          'deployment-unproven',
          `The model server at ${url} does not say which bytes it serves (${response.status}).`,
          'Is it Tidegate’s server, and of this version?',
        );
      }
      const { digest, release, loaded_at } = metadata.data.properties;
      return { digest, release, loadedAt: loaded_at };
    },
  };
}
