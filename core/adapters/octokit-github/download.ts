import { OperatorError } from '../../errors.ts';
import { toOperatorError } from './github-error.ts';
import type { Connection } from './request.ts';

/**
 * Downloads bytes up to a cap. GitHub redirects to storage on another host; the Authorization header stays behind (fetch
 * drops it on a change of origin), and reading stops at the cap instead of trusting a length that the other side wrote.
 */
export async function download(
  connection: Connection,
  request: {
    readonly route: string;
    readonly url: string;
    readonly accept: string;
    readonly what: string;
    readonly maxBytes: number;
  },
): Promise<Uint8Array> {
  const { octokit } = connection;
  const base = octokit.request.endpoint.DEFAULTS.baseUrl;
  const response = await fetch(`${base}${request.url}`, {
    headers: { accept: request.accept, 'user-agent': 'tidegate', authorization: `token ${connection.token}` },
    redirect: 'follow',
  }).catch((error: unknown) => {
    throw toOperatorError(error, request.route, {});
  });
  if (!response.ok || !response.body) {
    const failure = Object.assign(new Error((await response.text()).slice(0, 300)), { status: response.status });
    throw toOperatorError(failure, request.route, {});
  }
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of response.body) {
    total += chunk.byteLength;
    if (total > request.maxBytes) {
      throw new OperatorError(
        'artifact-too-large',
        `${request.what} has more than ${request.maxBytes} bytes.`,
        'Make it smaller; models above the limit do not fit this path.',
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
