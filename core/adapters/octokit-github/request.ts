import { setTimeout as pause } from 'node:timers/promises';
import type { Octokit } from '@octokit/core';
import { OperatorError } from '../../errors.ts';
import { toOperatorError } from './github-error.ts';

export interface Connection {
  readonly octokit: Octokit;
  readonly owner: string;
  readonly repo: string;
  /** For downloads, which go past Octokit to be read in a stream. */
  readonly token: string;
  /** Waits; tests pass their own. */
  readonly sleep?: (ms: number) => Promise<unknown>;
}

const ATTEMPTS = 3;
const LONGEST_WAIT_S = 90;
const BACKOFF_MS = [400, 1600];

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly data: unknown;
}

/**
 * One call with our manners: 502, 503 and broken connections are tried again twice, a rate limit is waited for as long as
 * GitHub says (up to 90 s). Everything else becomes an OperatorError at once. Writes that may have happened are not repeated
 * blindly: GitHub answers 502 before it writes, or the next attempt meets a 422 that the caller sees.
 */
export async function call(
  connection: Connection,
  route: string,
  parameters: Readonly<Record<string, unknown>> = {},
): Promise<Answer> {
  const sleep = connection.sleep ?? pause;
  const [method = 'GET', url = '/'] = route.split(' ');
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { owner, repo } = connection;
      return await connection.octokit.request({ method: method as 'GET', url, owner, repo, ...parameters });
    } catch (error) {
      const wait = attempt < ATTEMPTS ? waitBeforeRetry(error, attempt) : undefined;
      if (wait === undefined)
        throw toOperatorError(error, route, { owner: connection.owner, repo: connection.repo, ...parameters });
      await sleep(wait);
    }
  }
}

/** As `call`, for a thing that may not be there: undefined on 404. */
export async function callOrNothing(
  connection: Connection,
  route: string,
  parameters: Readonly<Record<string, unknown>> = {},
): Promise<Answer | undefined> {
  try {
    return await call(connection, route, parameters);
  } catch (error) {
    if (error instanceof OperatorError && error.code === 'github-not-found') return undefined;
    throw error;
  }
}

const PER_PAGE = 100;
const MAX_PAGES = 100;

/** Every item of a list, over all its pages. */
export async function listAll(
  connection: Connection,
  route: string,
  parameters: Readonly<Record<string, unknown>>,
  itemsOf: (data: unknown) => readonly unknown[],
): Promise<readonly unknown[]> {
  const items: unknown[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const { data } = await call(connection, route, { ...parameters, per_page: PER_PAGE, page });
    const found = itemsOf(data);
    items.push(...found);
    if (found.length < PER_PAGE) break;
  }
  return items;
}

function waitBeforeRetry(error: unknown, attempt: number): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const status = 'status' in error ? Number(error.status) : 500;
  const headers = readHeaders(error);
  if (status === 429 || (status === 403 && (headers['retry-after'] || headers['x-ratelimit-remaining'] === '0'))) {
    const seconds = Number(headers['retry-after'] ?? 60);
    return seconds <= LONGEST_WAIT_S ? seconds * 1000 : undefined;
  }
  // Octokit gives 500 to a connection that failed before any answer.
  const isTransient =
    status === 502 || status === 503 || status === 504 || (status === 500 && !('response' in error && error.response));
  return isTransient ? BACKOFF_MS[attempt - 1] : undefined;
}

export function readHeaders(error: Error): Readonly<Record<string, string>> {
  if (
    !('response' in error) ||
    typeof error.response !== 'object' ||
    error.response === null ||
    !('headers' in error.response)
  )
    return {};
  return Object.fromEntries(Object.entries(error.response.headers ?? {}).map(([name, value]) => [name, String(value)]));
}
