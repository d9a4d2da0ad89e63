import type { MiddlewareHandler } from 'hono';
import type { Front } from '../front.ts';
import { refuse } from '../refusals.ts';

const LONGEST_BODY = 65_536;

/** GitHub refuses bodies that are too long; emulate takes them. */
export function comments(front: Front): void {
  const refuseLongBodies: MiddlewareHandler = async (c, next) => {
    if (!['POST', 'PATCH'].includes(c.req.method) || !c.req.header('content-type')?.includes('json')) return next();
    const body: unknown = await c.req.raw
      .clone()
      .json()
      .catch(() => undefined);
    const text = typeof body === 'object' && body !== null ? Reflect.get(body, 'body') : undefined;
    if (typeof text !== 'string' || text.length <= LONGEST_BODY) return next();
    const error = {
      resource: 'IssueComment',
      code: 'custom',
      field: 'body',
      message: `body is too long (maximum is ${LONGEST_BODY} characters)`,
    };
    return refuse(c, 422, 'Validation Failed', { errors: [error] });
  };
  for (const kind of ['issues', 'pulls']) front.app.use(`/repos/:owner/:repo/${kind}/*`, refuseLongBodies);
}
