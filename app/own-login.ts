import { OperatorError } from '@tidegate/core/errors';
import type { Probot } from 'probot';
import * as z from 'zod';

const App = z.object({ slug: z.string() });

/**
 * The login that the app writes with. Asking for it also proves at the start that app id, key and address belong together.
 * @throws OperatorError that names the variable to look at
 */
export async function readOwnLogin(probot: Probot, apiUrl: string): Promise<string> {
  try {
    const { data } = await (await probot.auth()).request('GET /app');
    return `${App.parse(data).slug}[bot]`;
  } catch (cause) {
    throw explain(cause, apiUrl);
  }
}

function explain(cause: unknown, apiUrl: string): OperatorError {
  const status = cause instanceof Error && 'status' in cause ? Number(cause.status) : undefined;
  if (status === undefined) {
    // The cause may quote the key, so it stays out of the message.
    const message =
      'The bot cannot start: PRIVATE_KEY is no private key of a GitHub App, or GITHUB_API_URL is no GitHub.';
    return new OperatorError(
      'input-invalid',
      message,
      'Download a key from the page of the app; it is a PEM file.',
      cause,
    );
  }
  if (status >= 500) {
    const message = `The bot cannot start: GitHub does not answer at ${apiUrl} (${status}).`;
    return new OperatorError(
      'github-unavailable',
      message,
      'Check GITHUB_API_URL and the network, then start again.',
      cause,
    );
  }
  return new OperatorError(
    'github-unauthorized',
    `The bot cannot start: GitHub at ${apiUrl} does not know this app (${status}).`,
    'APP_ID and PRIVATE_KEY must belong to one GitHub App there.',
    cause,
  );
}
