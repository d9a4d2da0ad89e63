import type { Context } from 'hono';

const MOST = 100;

/** One page of a list, with the links that clients follow to the others. */
export function paged<Item>(c: Context, items: readonly Item[]): readonly Item[] {
  const perPage = Math.min(MOST, Number(c.req.query('per_page') ?? 30));
  const page = Number(c.req.query('page') ?? 1);
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const link = (to: number, name: string): string => {
    const url = new URL(c.req.url);
    url.searchParams.set('page', String(to));
    return `<${url}>; rel="${name}"`;
  };
  const links = [
    ...(page > 1 ? [link(page - 1, 'prev'), link(1, 'first')] : []),
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
  ];
  if (links.length > 0) c.header('link', links.join(', '));
  return items.slice((page - 1) * perPage, page * perPage);
}
