import type { MiddlewareHandler } from 'hono';
import type { Exchange } from './front.ts';

/** Keeps every JSON exchange for validation. Bytes (assets, blobs) are not kept. */
export function recordExchanges(exchanges: Exchange[]): MiddlewareHandler {
  return async (c, next) => {
    const isRest = !c.req.path.startsWith('/_front/') && !c.req.path.startsWith('/twirp/');
    const hasBody = c.req.header('content-type')?.includes('json') ?? false;
    const requestBody: unknown =
      isRest && hasBody
        ? await c.req.raw
            .clone()
            .json()
            .catch(() => undefined)
        : undefined;
    await next();
    if (!isRest) return;
    const isJson = c.res.headers.get('content-type')?.includes('json') ?? false;
    exchanges.push({
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      requestBody,
      responseBody: isJson ? await c.res.clone().json() : undefined,
      hasBytes: !isJson && c.res.body !== null,
    });
  };
}
