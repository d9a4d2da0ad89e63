import type { Delivery, Front } from '../front.ts';
import type { Json } from '../json.ts';
import { refuse } from '../refusals.ts';

/** `GET /app/hook/deliveries` and redelivery: how an app finds what it missed. */
export function appDeliveries(front: Front): void {
  const find = (id: string) => front.deliveries.find((delivery) => delivery.id === Number(id));
  front.app.get('/app/hook/deliveries', (c) => {
    const perPage = Number(c.req.query('per_page') ?? 30);
    const status = c.req.query('status');
    const matching = front.deliveries.filter(
      ({ statusCode }) => !status || (status === 'success') === (statusCode >= 200 && statusCode < 400),
    );
    return c.json(
      matching
        .toReversed()
        .slice(0, perPage)
        .map((delivery) => brief(front, delivery)),
    );
  });
  front.app.get('/app/hook/deliveries/:id', (c) => {
    const delivery = find(c.req.param('id'));
    if (!delivery) return refuse(c, 404, 'Not Found');
    const request = { headers: delivery.requestHeaders, payload: delivery.payload };
    const response = { headers: delivery.responseHeaders, payload: delivery.responseBody };
    return c.json({ ...brief(front, delivery), url: delivery.url, request, response });
  });
  front.app.post('/app/hook/deliveries/:id/attempts', (c) => {
    const delivery = find(c.req.param('id'));
    if (!delivery) return refuse(c, 404, 'Not Found');
    front.redeliver(delivery);
    return c.json({}, 202);
  });
}

function brief(front: Front, delivery: Delivery): Json {
  const repository = delivery.payload['repository'];
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
    repository_id: typeof repository === 'object' && repository !== null ? Reflect.get(repository, 'id') : null,
    throttled_at: null,
  };
}
