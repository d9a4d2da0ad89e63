import type { Context, MiddlewareHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type Tokens, tokenOf } from './tokens.ts';

/** An error in GitHub's own shape. */
export function refuse(
  c: Context,
  status: ContentfulStatusCode,
  message: string,
  extra: Readonly<Record<string, unknown>> = {},
): Response {
  return c.json(
    { message, documentation_url: 'https://docs.github.com/rest', status: String(status), ...extra },
    status,
  );
}

export function refuseUnknownTokens(tokens: Tokens): MiddlewareHandler {
  return async (c, next) => {
    const isOurs = c.req.path.startsWith('/_front/') || c.req.path.startsWith('/twirp/');
    if (!isOurs && tokenOf(c) !== undefined && !tokens.callerOf(c)) return refuse(c, 401, 'Bad credentials');
    await next();
    return undefined;
  };
}

export interface InjectedFailure {
  readonly method: string;
  readonly path: RegExp;
  readonly status: ContentfulStatusCode;
  readonly headers?: Readonly<Record<string, string>>;
  times: number;
}

export function injectFailures(failures: readonly InjectedFailure[]): MiddlewareHandler {
  return async (c, next) => {
    const failure = failures.find(
      ({ method, path, times }) => times > 0 && method === c.req.method && path.test(c.req.path),
    );
    if (!failure) {
      await next();
      return undefined;
    }
    failure.times -= 1;
    for (const [name, value] of Object.entries(failure.headers ?? {})) c.header(name, value);
    return refuse(c, failure.status, `Injected failure ${failure.status}`);
  };
}
