import type { Delivery, Front } from '../front.ts';
import { at, type Json } from '../json.ts';
import { refuse } from '../refusals.ts';
import { tokenOf } from '../tokens.ts';

/** `GET /app/hook/deliveries` and redelivery: how an app finds what it missed. */
export function appDeliveries(front: Front): void {
  const base = '/app/hook/deliveries';
  const find = (id: string) => front.deliveries.find((delivery) => delivery.id === Number(id));
  front.app.use(`${base}/*`, async (c, next) => {
    const isApp = front.callerOf(c)?.kind === 'app';
    const known = isApp ? await front.upstream.call('/app', { token: tokenOf(c) }) : undefined;
    return known?.status === 200 ? next() : refuse(c, 401, 'A JSON web token could not be decoded');
  });
  front.app.get(base, (c) => {
    const perPage = Number(c.req.query('per_page') ?? 30);
    const status = c.req.query('status');
    const cursor = Number(c.req.query('cursor') ?? Number.POSITIVE_INFINITY);
    const matching = front.deliveries
      .filter(({ statusCode }) => !status || (status === 'success') === (statusCode >= 200 && statusCode < 400))
      .filter(({ id }) => id < cursor)
      .toReversed();
    const page = matching.slice(0, perPage);
    if (matching.length > perPage) {
      const next = new URL(c.req.url);
      next.searchParams.set('cursor', String(page.at(-1)?.id));
      c.header('link', `<${next}>; rel="next"`);
    }
    return c.json(page.map((delivery) => brief(front, delivery)));
  });
  front.app.get(`${base}/:id`, (c) => {
    const delivery = find(c.req.param('id'));
    if (!delivery) return refuse(c, 404, 'Not Found');
    const request = { headers: delivery.requestHeaders, payload: delivery.payload };
    const response = { headers: delivery.responseHeaders, payload: delivery.responseBody };
    return c.json({ ...brief(front, delivery), url: delivery.url, request, response });
  });
  front.app.post(`${base}/:id/attempts`, (c) => {
    const delivery = find(c.req.param('id'));
    if (!delivery) return refuse(c, 404, 'Not Found');
    front.redeliver(delivery);
    return c.json({}, 202);
  });
}

function brief(front: Front, delivery: Delivery): Json {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.deliveredAt,
    redelivery: delivery.redelivery,
    duration: delivery.durationS,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: front.identity.installationId,
    repository_id: at(delivery.payload, 'repository')['id'] ?? null,
    throttled_at: null,
  };
}
